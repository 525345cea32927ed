import { expect, it } from 'vitest';
import { publishedManifest } from './staging.mjs';

it('publishes entries from dist, all licences, and nothing of the workspace', () => {
  const manifest = {
    name: '@remotemedia/sdk',
    scripts: { prepublishOnly: 'exit 1' },
    files: ['dist'],
    exports: { '.': './src/index.ts', './testing': './src/testing.ts', './wasm/x.wasm': './dist/wasm/x.wasm' },
    dependencies: { ws: '8' },
    devDependencies: { '@remotemedia/base': '*' },
  };
  expect(publishedManifest(manifest)).toEqual({
    name: '@remotemedia/sdk',
    files: ['dist', 'LICENSE-MIT', 'LICENSE-APACHE', 'wasm/licences'],
    exports: {
      '.': { types: './dist/index.d.ts', default: './dist/index.js' },
      './testing': { types: './dist/testing.d.ts', default: './dist/testing.js' },
      './wasm/x.wasm': './dist/wasm/x.wasm',
      './package.json': './package.json',
    },
    dependencies: { ws: '8' },
  });
});
