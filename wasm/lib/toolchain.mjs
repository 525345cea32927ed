import { createRequire } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { installIfNeeded } from '../../scripts/lib/install.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';

/** Holds the compiler's own lockfile: it is 100 MB that only a build of the codecs needs. */
export const TOOLCHAIN = join(ROOT, 'wasm/toolchain');

/** Installs the compiler that the lockfile of `wasm/toolchain` names, unless it is installed. */
export async function installToolchain() {
  await installIfNeeded(TOOLCHAIN);
}

/**
 * Loads a package of the toolchain, after {@link installToolchain}.
 *
 * @param {string} name
 * @returns {Promise<any>}
 */
export async function importTool(name) {
  const require = createRequire(join(TOOLCHAIN, 'package.json'));
  const module = await import(pathToFileURL(require.resolve(name)).href);
  // A CommonJS package is in "default".
  return module.default ?? module;
}
