import { parentPort, workerData } from 'node:worker_threads';
import { clang, treeOf } from './clang.mjs';
import { withoutParentIncludes } from './parent-includes.mjs';

/**
 * A thread that compiles and links. It gets all files once, then one job after the other.
 *
 * @typedef {{ kind: 'compile', file: string, flags: readonly string[] }} CompileJob
 * @typedef {{ kind: 'link', flags: readonly string[], objects: ReadonlyMap<string, Uint8Array> }} LinkJob
 * @typedef {CompileJob | LinkJob} Job
 *
 * @typedef {object} Made
 * @property {Uint8Array} bytes the object or the module
 * @property {readonly string[]} headers paths of the files that were included
 */

/** @type {import('./clang.mjs').Tree} */
const tree = treeOf(
  [.../** @type {Map<string, string>} */ (workerData)].map(([path, text]) => [
    path,
    Buffer.from(withoutParentIncludes(path, text), 'latin1'),
  ]),
);

/** @param {CompileJob} job @returns {Promise<Made>} */
async function compile({ file, flags }) {
  const written = await clang(['-c', ...flags, '-MD', '-MF', 'out.d', '-o', 'out.o', file], { ...tree });
  return { bytes: fileIn(written, 'out.o'), headers: dependencies(fileIn(written, 'out.d')) };
}

/** @param {LinkJob} job @returns {Promise<Made>} */
async function link({ flags, objects }) {
  const written = await clang([...flags, '-o', 'out.wasm', ...objects.keys()], Object.fromEntries(objects));
  return { bytes: fileIn(written, 'out.wasm'), headers: [] };
}

/** @param {import('./clang.mjs').Tree} files @param {string} name @returns {Uint8Array} */
function fileIn(files, name) {
  const entry = files[name];
  if (entry instanceof Uint8Array) return entry;
  throw new TypeError(`The compiler wrote no ${name}.`);
}

/** @param {Uint8Array} rule a rule of make. @returns {string[]} the paths it names that are not the compiler's own */
function dependencies(rule) {
  const paths = Buffer.from(rule)
    .toString('latin1')
    .replace(/^[^:]*:/, '')
    .replaceAll('\\\n', ' ')
    .split(/\s+/);
  return paths.map((path) => path.replace(/^\//, '')).filter((path) => path && !path.startsWith('usr/'));
}

parentPort?.on('message', async (/** @type {Job} */ job) => {
  try {
    const made = await (job.kind === 'compile' ? compile(job) : link(job));
    parentPort?.postMessage({ made });
  } catch (error) {
    parentPort?.postMessage({ fault: error instanceof Error ? error.message : String(error) });
  }
});
