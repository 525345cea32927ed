import { join } from 'node:path';
import esbuildPlugin from '@size-limit/esbuild';
import filePlugin from '@size-limit/file';
import sizeLimit from 'size-limit';
import { expect, it } from 'vitest';
import checks from '../.size-limit.mjs';
import { ROOT } from './lib/paths.mjs';
import { tempFolder } from './lib/temp-folder.mjs';

// The gate of the core entry has to follow static imports and to leave out what is loaded when used.

/** About so many bytes that do not compress away. */
function ballast(bytes) {
  const noise = Array.from({ length: bytes / 8 }, () => Math.random().toString(36).slice(2, 10)).join('');
  return `export const noise = '${noise}';\n`;
}

async function weigh(entry) {
  const dir = tempFolder({ 'index.js': entry, 'part.js': ballast(40_000) }, join(ROOT, '.cache/size'));
  const [result] = await sizeLimit([filePlugin, esbuildPlugin], {
    checks: [{ ...checks[0], files: [join(dir, 'index.js')] }],
    configPath: ROOT,
  });
  return result;
}

it('weighs a chunk that is imported statically', async () => {
  expect((await weigh("export { noise } from './part.js';\n")).size).toBeGreaterThan(20_000);
});

it('does not weigh a chunk that is loaded when used', async () => {
  expect((await weigh("export const load = () => import('./part.js');\n")).size).toBeLessThan(1_000);
});
