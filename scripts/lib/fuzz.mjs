import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { installIfNeeded } from './install.mjs';
import { CACHE, ROOT } from './paths.mjs';
import { run } from './run.mjs';

const FOLDER = join(ROOT, 'fuzz');

/**
 * Makes one file of the parsers and their targets, because Node 20 cannot run TypeScript, and runs it.
 *
 * @param {string[]} args see `fuzz/lib/arguments.mjs`
 * @returns {Promise<number>} exit code
 */
export async function fuzz(args) {
  await installIfNeeded();
  mkdirSync(CACHE, { recursive: true });
  // Inside the repository, so that what is not bundled is found; a folder of its own, so that two runs can go on.
  const outDir = mkdtempSync(join(CACHE, 'fuzz-'));
  try {
    await bundle(outDir);
    const file = join(outDir, 'main.js');
    const { code } = await run(process.execPath, ['--expose-gc', file, join(FOLDER, 'corpus'), ...args], {
      show: true,
    });
    return code;
  } finally {
    rmSync(outDir, { recursive: true, force: true });
  }
}

/** @param {string} outDir */
async function bundle(outDir) {
  const { build } = await import('vite');
  await build({
    configFile: false,
    root: ROOT,
    logLevel: 'warn',
    ssr: { noExternal: /^@remotemedia\// },
    build: {
      ssr: true,
      outDir,
      emptyOutDir: true,
      target: 'node20',
      rolldownOptions: {
        input: { main: join(FOLDER, 'main.mjs'), serve: join(FOLDER, 'server/serve.mjs') },
        output: { entryFileNames: '[name].js' },
      },
    },
  });
}
