import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

const SKIPPED = new Set(['node_modules', 'dist', '.cache', 'test-results']);
const TEST = /\.test\.(ts|tsx|mjs)$/;

/**
 * A hash of what the files and folders hold, tests aside. The same for the same contents, whatever their times.
 *
 * @param {string} root
 * @param {readonly string[]} paths relative to `root`; what does not exist counts as empty
 * @returns {string}
 */
export function fingerprint(root, paths) {
  const hash = createHash('sha256');
  for (const path of paths) addTo(hash, root, path);
  return hash.digest('hex');
}

/** @param {import('node:crypto').Hash} hash @param {string} root @param {string} path */
function addTo(hash, root, path) {
  const full = join(root, path);
  if (!existsSync(full)) return;
  if (statSync(full).isFile()) {
    hash.update(`${path}\0`).update(readFileSync(full)).update('\0');
    return;
  }
  for (const name of readdirSync(full).sort()) {
    if (!SKIPPED.has(name) && !TEST.test(name)) addTo(hash, root, join(path, name));
  }
}
