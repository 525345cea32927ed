import { expect, it } from 'vitest';
import { packageFaults } from './package-faults.mjs';
import { tempFolder } from './temp-folder.mjs';

it('wants a package to list what it imports, and to import what it lists', () => {
  const dir = tempFolder({
    'package.json': JSON.stringify({
      name: '@remotemedia/sdk',
      dependencies: { ws: '8', idle: '1' },
      peerDependencies: { react: '19' },
    }),
    'dist/index.js': "import { WebSocket } from 'ws';\nimport './chunk.js';\nimport { join } from 'node:path';\n",
    'dist/chunk.js': "export const lazy = () => import('@scope/late/deep');\n",
    'dist/index.d.ts': "import { FC } from 'react';\n",
  });
  expect(packageFaults(dir)).toEqual([
    '@remotemedia/sdk imports @scope/late, which its package.json does not list',
    '@remotemedia/sdk lists idle and never imports it',
  ]);
});
