import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Makes the fixtures of `packages/codecs/src/opus/fixtures` anew, with the native library that `npm run build:native`
 * leaves in `.cache`. Needs a C compiler.
 *
 * usage: `node wasm/opus/fixtures.mjs`
 */
function makeFixtures() {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  const native = join(root, '.cache/native/opus');
  const folder = mkdtempSync(join(tmpdir(), 'opus-fixtures-'));
  try {
    const program = join(folder, 'fixtures');
    const sources = ['fixtures.c', 'fixtures-report.c'].map((name) => join(root, 'wasm/opus', name));
    const flags = ['-std=c11', '-O2', '-Wall', '-Wextra', '-Werror', `-I${join(native, 'include')}`];
    execFileSync('cc', [...flags, ...sources, '-o', program, join(native, '.libs/libopus.a'), '-lm'], {
      stdio: 'inherit',
    });
    execFileSync(program, [join(root, 'packages/codecs/src/opus/fixtures')], { stdio: 'inherit' });
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

makeFixtures();
