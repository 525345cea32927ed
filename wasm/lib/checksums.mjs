import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/paths.mjs';

/** Where the checksums are, from the root of the repository. */
export const CHECKSUMS = 'wasm/checksums.txt';

const HEADER = '# SHA-256 of each module and of what it is built from. Written by npm run build:wasm.\n';

/**
 * The name of the line that stands for what a library is built from.
 *
 * @param {string} library
 * @returns {string}
 */
export function inputsLine(library) {
  return `inputs of wasm/${library}`;
}

/** @param {Uint8Array} bytes @returns {string} */
export function sha256(bytes) {
  return createHash('sha256').update(bytes).digest('hex');
}

/**
 * @param {string} [root] of the repository
 * @returns {Map<string, string>} checksums by path, or by the name of {@link inputsLine}
 */
export function readChecksums(root = ROOT) {
  const path = join(root, CHECKSUMS);
  if (!existsSync(path)) return new Map();
  const lines = readFileSync(path, 'utf8').matchAll(/^([0-9a-f]{64}) {2}(.+)$/gm);
  return new Map([...lines].map(([, hash = '', name = '']) => [name, hash]));
}

/** @param {ReadonlyMap<string, string>} checksums */
export function writeChecksums(checksums) {
  const lines = [...checksums].sort(([a], [b]) => (a < b ? -1 : 1)).map(([name, hash]) => `${hash}  ${name}\n`);
  writeFileSync(join(ROOT, CHECKSUMS), HEADER + lines.join(''));
}
