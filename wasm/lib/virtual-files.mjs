import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ROOT } from '../../scripts/lib/paths.mjs';
import { filesIn } from './archive.mjs';
import { sourceBytes } from './fetch-source.mjs';
import { patchFiles } from './patch-files.mjs';
import { SOURCES } from './source-list.mjs';

const OF_OURS = /\.(c|h|inc|def)$/;

/**
 * All files that the compiler may see for a recipe, by the paths of {@link import('./recipe.mjs').Recipe}.
 *
 * @param {import('./recipe.mjs').Recipe} recipe
 * @returns {Promise<Map<string, string>>} texts by path
 */
export async function virtualFiles(recipe) {
  const [upstream, simde] = await Promise.all([upstreamFiles(recipe.source), upstreamFiles('simde')]);
  for (const patch of recipe.patches ?? []) {
    patchFiles(upstream, readFileSync(join(ROOT, 'wasm', patch.replace(/^ours/, recipe.name)), 'utf8'), patch);
  }
  const files = new Map([
    ...below('upstream', upstream),
    ...below('ours', filesBelow(join(ROOT, 'wasm', recipe.name))),
    ...below('shim', filesBelow(join(ROOT, 'wasm/shim'))),
    ...below('simde', simde),
  ]);
  for (const [path, text] of recipe.generate?.(files) ?? []) files.set(path, text);
  return files;
}

/**
 * The C files of a source archive with the patches that every build gets.
 *
 * @param {import('./source-list.mjs').SourceName} name
 * @returns {Promise<Map<string, string>>} texts by path inside the archive
 */
export async function upstreamFiles(name) {
  const source = SOURCES[name];
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const [path, bytes] of await filesIn(source.file, await sourceBytes(source))) {
    const inside = path.startsWith(source.root) ? path.slice(source.root.length) : '';
    // As Latin-1, because old files hold letters of it in comments.
    if (source.keeps.test(inside)) files.set(inside, Buffer.from(bytes).toString('latin1'));
  }
  for (const patch of source.patches) {
    patchFiles(files, readFileSync(join(ROOT, 'wasm/patches', patch), 'utf8'), patch);
  }
  return files;
}

/** @param {string} folder @returns {Map<string, string>} */
function filesBelow(folder) {
  /** @type {Map<string, string>} */
  const files = new Map();
  for (const entry of readdirSync(folder, { withFileTypes: true, recursive: true })) {
    if (!entry.isFile() || !OF_OURS.test(entry.name)) continue;
    const path = join(entry.parentPath, entry.name);
    files.set(path.slice(folder.length + 1).replaceAll('\\', '/'), readFileSync(path, 'latin1'));
  }
  return files;
}

/** @param {string} root @param {ReadonlyMap<string, string>} files @returns {[string, string][]} */
function below(root, files) {
  return [...files].map(([path, text]) => [`${root}/${path}`, text]);
}
