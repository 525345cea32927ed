import { join } from 'node:path';
import { npm } from './npm.mjs';
import { CACHE } from './paths.mjs';
import { stage } from './staging.mjs';
import { Stop } from './stop.mjs';

/**
 * Packs a published package that has been built, as `npm publish` would send it.
 *
 * @param {string} name such as `server`
 * @returns {Promise<string>} the tarball
 */
export async function pack(name) {
  const folder = join(CACHE, 'pack');
  const { code, output } = await npm(['pack', stage(name), '--pack-destination', folder, '--loglevel', 'error'], {
    cwd: folder,
  });
  const file = output.trim().split('\n').at(-1) ?? '';
  if (code !== 0 || !file.endsWith('.tgz')) throw new Stop(`Packing ${name} failed:\n${output.trim()}`);
  return join(folder, file);
}
