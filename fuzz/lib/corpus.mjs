import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Inputs that once broke something, kept to be tried again.
 *
 * Texts are kept as UTF-16, because half a character is one of the things that break something.
 *
 * @param {string} folder
 * @param {import('./trial.mjs').Target} target
 * @returns {{ file: string, input: string | Uint8Array }[]}
 */
export function readCorpus(folder, target) {
  const own = join(folder, target.name);
  if (!existsSync(own)) return [];
  return readdirSync(own).map((file) => {
    const bytes = readFileSync(join(own, file));
    return { file, input: target.kind === 'text' ? bytes.toString('utf16le') : new Uint8Array(bytes) };
  });
}

/**
 * @param {string} folder
 * @param {import('./trial.mjs').Target} target
 * @param {string | Uint8Array} input
 * @returns {string} path of the file
 */
export function keepInput(folder, target, input) {
  const bytes = typeof input === 'string' ? Buffer.from(input, 'utf16le') : Buffer.from(input);
  const own = join(folder, target.name);
  mkdirSync(own, { recursive: true });
  const path = join(own, `${createHash('sha256').update(bytes).digest('hex').slice(0, 12)}.bin`);
  writeFileSync(path, bytes);
  return path;
}
