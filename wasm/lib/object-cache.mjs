import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { CACHE } from '../../scripts/lib/paths.mjs';
import { TOOLCHAIN } from './toolchain.mjs';

/**
 * Objects of earlier builds. One is used again if the compiler, the flags, the file and all headers that it included
 * are the same to the byte; so a change of one kernel compiles one file.
 *
 * @typedef {object} ObjectCache
 * @property {(job: import('./compile-worker.mjs').CompileJob) => Uint8Array | undefined} find
 * @property {(job: import('./compile-worker.mjs').CompileJob, made: import('./compile-worker.mjs').Made) => void} keep
 */

const FOLDER = join(CACHE, 'wasm/objects');

/**
 * @param {ReadonlyMap<string, string>} files that the compiler may see
 * @param {string} [folder] where objects are kept
 * @returns {ObjectCache}
 */
export function openObjectCache(files, folder = FOLDER) {
  mkdirSync(folder, { recursive: true });
  const compiler = readFileSync(join(TOOLCHAIN, 'package-lock.json'), 'utf8');
  const texts = (/** @type {readonly string[]} */ paths) => paths.map((path) => `${path}\0${textOf(files, path)}`);
  const nameOf = (/** @type {import('./compile-worker.mjs').CompileJob} */ { file, flags }) => {
    return hash([compiler, file, ...flags]);
  };
  const noteOf = (/** @type {string} */ name) => join(folder, `${name}.json`);
  const objectOf = (/** @type {string} */ name, /** @type {readonly string[]} */ headers) => {
    return join(folder, `${hash([name, ...texts(headers)])}.o`);
  };
  return {
    find: (job) => {
      const name = nameOf(job);
      if (!existsSync(noteOf(name))) return undefined;
      const path = objectOf(name, JSON.parse(readFileSync(noteOf(name), 'utf8')));
      return existsSync(path) ? readFileSync(path) : undefined;
    },
    keep: (job, { bytes, headers }) => {
      const name = nameOf(job);
      write(objectOf(name, headers), bytes);
      write(noteOf(name), JSON.stringify(headers));
    },
  };
}

/**
 * @param {ReadonlyMap<string, string>} files
 * @param {string} path as the compiler tells it, such as `generated/./x.h`
 * @returns {string}
 */
function textOf(files, path) {
  // A header that is gone is a change like any other.
  return files.get(posix.normalize(path)) ?? 'gone';
}

/** Renamed when whole: two builds may run at once. @param {string} path @param {string | Uint8Array} contents */
function write(path, contents) {
  const part = `${path}.${process.pid}`;
  writeFileSync(part, contents);
  renameSync(part, path);
}

/** @param {readonly string[]} parts @returns {string} */
function hash(parts) {
  const sha = createHash('sha256');
  for (const part of parts) sha.update(part).update('\0');
  return sha.digest('hex');
}
