import { run } from './run.mjs';

/**
 * Runs npm: the one that started this script if there was one, else the one on the path.
 *
 * @param {readonly string[]} args
 * @param {import('./run.mjs').RunOptions} [options]
 * @returns {Promise<import('./run.mjs').RunResult>}
 */
export function npm(args, options) {
  const own = process.env['npm_execpath'];
  if (own?.endsWith('npm-cli.js')) return run(process.execPath, [own, ...args], options);
  return run(process.platform === 'win32' ? 'npm.cmd' : 'npm', args, options);
}
