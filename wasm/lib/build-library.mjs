import { Stop } from '../../scripts/lib/stop.mjs';
import { openCrew } from './crew.mjs';
import { linkFlags } from './link-flags.mjs';
import { openObjectCache } from './object-cache.mjs';
import { commonFlags } from './recipe.mjs';
import { virtualFiles } from './virtual-files.mjs';

/**
 * @typedef {object} BuildOptions
 * @property {boolean} [fresh] compiles everything, whatever earlier builds left. Default: no
 * @property {number} [threads] default: see {@link openCrew}
 * @property {(line: string) => void} [say] is told how far it is
 */

/**
 * Compiles and links what a recipe describes.
 *
 * @param {import('./recipe.mjs').Recipe} recipe
 * @param {BuildOptions} [options]
 * @returns {Promise<Map<string, Uint8Array>>} modules by their path in the repository
 */
export async function buildLibrary(recipe, { fresh = false, threads, say = () => {} } = {}) {
  const files = await virtualFiles(recipe);
  const missing = recipe.files.filter((file) => !files.has(file));
  if (missing.length > 0) throw new Stop(`The recipe of ${recipe.name} names files that are not there: ${missing}`);
  const crew = openCrew(files, threads);
  try {
    const objects = await compileAll(recipe, crew, openObjectCache(files), { fresh, say });
    const linking = recipe.outputs.map((output) => link(recipe, output, objects, crew));
    return new Map(await Promise.all(linking));
  } finally {
    await crew.close();
  }
}

/**
 * @param {import('./recipe.mjs').Recipe} recipe
 * @param {import('./crew.mjs').Crew} crew
 * @param {import('./object-cache.mjs').ObjectCache} cache
 * @param {{ fresh: boolean, say: (line: string) => void }} how
 * @returns {Promise<Map<string, Uint8Array>>} objects by their source file
 */
async function compileAll(recipe, crew, cache, { fresh, say }) {
  /** @type {Map<string, Uint8Array>} */
  const objects = new Map();
  /** @type {import('./compile-worker.mjs').CompileJob[]} */
  const jobs = recipe.files.map((file) => ({ kind: 'compile', file, flags: flagsOf(recipe, file) }));
  const left = jobs.filter((job) => {
    const kept = fresh ? undefined : cache.find(job);
    if (kept) objects.set(job.file, kept);
    return !kept;
  });
  const total = left.length;
  say(`${recipe.name}: ${total} of ${jobs.length} files to compile`);
  let done = 0;
  const compileOne = async (/** @type {import('./compile-worker.mjs').CompileJob} */ job) => {
    const made = await crew.run(job);
    objects.set(job.file, made.bytes);
    cache.keep(job, made);
    done++;
    if (done % 20 === 0 || done === total) say(`${recipe.name}: ${done} of ${total} compiled`);
  };
  // Every file is tried, so that one build tells of all faults.
  const faults = (await Promise.allSettled(left.map(compileOne))).filter((result) => result.status === 'rejected');
  if (faults.length > 0) throw new Stop(faults.map(({ reason }) => reason?.message ?? reason).join('\n\n'));
  return objects;
}

/** @param {import('./recipe.mjs').Recipe} recipe @param {string} file */
function flagsOf(recipe, file) {
  return [...commonFlags(recipe, file), ...recipe.flags(file), '-Ishim', '-Isimde'];
}

/**
 * @param {import('./recipe.mjs').Recipe} recipe
 * @param {import('./recipe.mjs').Output} output
 * @param {ReadonlyMap<string, Uint8Array>} objects
 * @param {import('./crew.mjs').Crew} crew
 * @returns {Promise<[string, Uint8Array]>}
 */
async function link(recipe, output, objects, crew) {
  const { links = () => true } = output;
  // Sorted, because the order of objects decides the order of functions in the module.
  const files = recipe.files.filter(links).sort();
  const linked = new Map(
    files.map((file) => [`${file.replaceAll('/', '__')}.o`, objects.get(file) ?? new Uint8Array()]),
  );
  const { bytes } = await crew.run({ kind: 'link', flags: linkFlags(recipe, output), objects: linked });
  return [output.file, bytes];
}
