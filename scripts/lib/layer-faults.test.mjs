import { describe, expect, it } from 'vitest';
import { layerFaults } from './layer-faults.mjs';
import { tempFolder } from './temp-folder.mjs';

/** A house of two rooms that keeps all rules. */
function house(changes = {}) {
  return tempFolder({
    'package.json': manifest({ devDependencies: { vitest: '1' } }),
    'packages/base/package.json': room('base'),
    'packages/base/README.md': '# base\n',
    'packages/base/src/index.ts': 'export const one: number = 1;\n',
    'packages/media/package.json': room('media', { dependencies: { '@remotemedia/base': '*' } }),
    'packages/media/README.md': '# media\n',
    'packages/media/src/index.ts': "export { one } from '@remotemedia/base';\n",
    ...changes,
  });
}

function manifest(fields = {}) {
  return JSON.stringify(fields);
}

function room(name, fields = {}) {
  const exports = { '.': './src/index.ts' };
  return manifest({ name: `@remotemedia/${name}`, private: true, exports, ...fields });
}

describe('layerFaults', () => {
  it('finds nothing in a house that keeps to its plan', () => {
    expect(layerFaults(house())).toEqual([]);
  });

  it('refuses a room that lists a room of a higher layer', () => {
    const root = house({
      'packages/base/package.json': room('base', { devDependencies: { '@remotemedia/media': '*' } }),
    });
    expect(layerFaults(root)).toEqual(['base/package.json: base may not import media']);
  });

  it('refuses an import that the package.json does not list, in tests as well', () => {
    const root = house({ 'packages/base/src/x.test.ts': "import { two } from '@remotemedia/media';\n" });
    expect(layerFaults(root)).toEqual(['base/src/x.test.ts: @remotemedia/media is not in the package.json of base']);
  });

  it('lets tests, and only tests, use the tools of the root', () => {
    const root = house({
      'packages/base/src/x.test.ts': "import { it } from 'vitest';\n",
      'packages/base/src/y.ts': "import { it } from 'vitest';\n",
    });
    expect(layerFaults(root)).toEqual(['base/src/y.ts: vitest is not in the package.json of base']);
  });

  it('refuses a relative way into another room', () => {
    const root = house({ 'packages/media/src/index.ts': "export * from '../../base/src/secret.ts';\n" });
    expect(layerFaults(root)).toEqual([
      'media/src/index.ts: ../../base/src/secret.ts leaves the room; import it by its package name',
    ]);
  });

  it('refuses exports that open a folder, lead out of src or to nothing', () => {
    const exports = { '.': './src/index.ts', './*': './src/*.ts', './out': './dist/x.js', './gone': './src/gone.ts' };
    expect(layerFaults(house({ 'packages/base/package.json': room('base', { exports }) }))).toEqual([
      'base/package.json: "exports" opens a whole folder with "./*"',
      'base/package.json: "./out" is not run from src',
      'base/package.json: "./gone" names ./src/gone.ts, which does not exist',
    ]);
  });

  it('lets a published package, and no other, export workers and WebAssembly that only the build makes', () => {
    const exports = { '.': './src/index.ts', './wasm/x.wasm': './dist/wasm/x.wasm' };
    const ofSdk = layerFaults(house({ 'packages/sdk/package.json': room('sdk', { exports }) }));
    expect(ofSdk.filter((fault) => fault.includes('wasm'))).toEqual([]);
    expect(layerFaults(house({ 'packages/base/package.json': room('base', { exports }) }))).toEqual([
      'base/package.json: "./wasm/x.wasm" is not run from src',
    ]);
  });

  it('refuses a room without exports, whose every file could be imported', () => {
    const root = house({ 'packages/base/package.json': room('base', { exports: undefined }) });
    expect(layerFaults(root)).toEqual(['base/package.json: without "exports" every file can be imported']);
  });

  it('refuses a room without a README', () => {
    expect(layerFaults(house({ 'packages/base/README.md': '' }))).toEqual([
      'base/README.md: missing, or without a title',
    ]);
  });

  it('refuses a room that the table does not know', () => {
    const root = house({ 'packages/attic/package.json': room('attic'), 'packages/attic/README.md': '# attic\n' });
    expect(layerFaults(root)[0]).toBe('attic/package.json: the room "attic" has no line in scripts/lib/layers.mjs');
  });

  it('refuses a private room that is public, and a published one that npm could not install', () => {
    const published = { private: false, dependencies: { '@remotemedia/base': '*' } };
    const root = house({
      'packages/base/package.json': room('base', { private: false }),
      'packages/sdk/package.json': room('sdk', published),
      'packages/sdk/README.md': '# sdk\n',
      'packages/sdk/src/index.ts': '',
    });
    expect(layerFaults(root)).toEqual([
      'base/package.json: "private" must be true',
      'sdk/package.json: base is private, so npm users cannot install it: bundle it',
    ]);
  });
});
