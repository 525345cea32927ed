import { join } from 'node:path';
import { ROOT } from './paths.mjs';
import { run } from './run.mjs';

/** Where the start file of each tool is. */
const TOOLS = {
  attw: 'node_modules/@arethetypeswrong/cli/dist/index.js',
  biome: 'node_modules/@biomejs/biome/bin/biome',
  buf: 'node_modules/@bufbuild/buf/bin/buf',
  knip: 'node_modules/knip/bin/knip.js',
  publint: 'node_modules/publint/src/cli.js',
  sizeLimit: 'node_modules/size-limit/bin.js',
  tsc: 'node_modules/typescript/bin/tsc',
  tsdown: 'node_modules/tsdown/dist/run.mjs',
  typedoc: 'node_modules/typedoc/bin/typedoc',
  vite: 'node_modules/vite/bin/vite.js',
  vitest: 'node_modules/vitest/vitest.mjs',
};

/**
 * Runs an installed tool, in the folder of the repository if no other is given.
 *
 * @param {keyof typeof TOOLS} name
 * @param {readonly string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 * @returns {Promise<import('./run.mjs').RunResult>}
 */
export function tool(name, args, options = {}) {
  return run(process.execPath, [join(ROOT, TOOLS[name]), ...args], { cwd: ROOT, ...options });
}
