import { readdirSync } from 'node:fs';
import { join, relative } from 'node:path';
import { fingerprint } from '../../scripts/lib/fingerprint.mjs';
import { ROOT } from '../../scripts/lib/paths.mjs';

/** Folders in `wasm/` that have a recipe. */
export const LIBRARIES = ['opus', 'vpx'];

/** What shapes every module besides the recipe's own folder. */
const SHARED = [
  'wasm/toolchain/package-lock.json',
  'wasm/patches',
  'wasm/shim',
  'wasm/lib/source-list.mjs',
  'wasm/lib/recipe.mjs',
  'wasm/lib/link-flags.mjs',
  'wasm/lib/build-library.mjs',
  'wasm/lib/compile-worker.mjs',
  'wasm/lib/parent-includes.mjs',
  'wasm/lib/patch-files.mjs',
  'wasm/lib/virtual-files.mjs',
];

/**
 * A hash of all that decides the bytes of a library's modules: if it is the same, a build would make the same again.
 *
 * @param {string} name of the recipe's folder in `wasm/`
 * @param {string} [root] of the repository
 * @returns {string}
 */
export function inputsHash(name, root = ROOT) {
  const folder = join(root, 'wasm', name);
  const own = readdirSync(folder, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(folder, join(entry.parentPath, entry.name)).replaceAll('\\', '/'))
    .filter(isInput)
    .sort();
  return fingerprint(root, [...SHARED, ...own.map((path) => `wasm/${name}/${path}`)]);
}

/**
 * Words, tests, what makes fixtures, and commands beside the recipe change nothing.
 *
 * @param {string} path inside the library's folder
 */
function isInput(path) {
  if (/\.md$|\.test\.mjs$|(^|\/)(test\/|fixtures)/.test(path)) return false;
  return path === 'recipe.mjs' || !/^[^/]+\.mjs$/.test(path);
}
