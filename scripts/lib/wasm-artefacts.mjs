import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CHECKSUMS, inputsLine, readChecksums, sha256 } from '../../wasm/lib/checksums.mjs';
import { inputsHash, LIBRARIES } from '../../wasm/lib/inputs.mjs';
import { ROOT } from './paths.mjs';
import { Stop } from './stop.mjs';

const REMEDY = 'run "npm run build:wasm".';

/** Fails unless the committed WebAssembly is what {@link CHECKSUMS} says, built from what is in the tree. */
export function checkWasmArtefacts() {
  const faults = artefactFaults();
  if (faults.length > 0) throw new Stop(faults.join('\n'));
}

/**
 * What is wrong with the committed WebAssembly. Compares checksums only: that a build makes these bytes is what
 * `npm run check:wasm` shows.
 *
 * @param {string} [root] of the repository
 * @returns {string[]}
 */
export function artefactFaults(root = ROOT) {
  const recorded = readChecksums(root);
  if (recorded.size === 0) return [`${CHECKSUMS} has no checksums: ${REMEDY}`];
  const libraries = LIBRARIES.filter((name) => existsSync(join(root, 'wasm', name)));
  return [
    ...libraries.filter((name) => recorded.get(inputsLine(name)) !== inputsHash(name, root)).map(inputsFault),
    ...[...recorded.keys()]
      .filter((name) => name.endsWith('.wasm'))
      .flatMap((file) => moduleFault(root, file, recorded)),
  ];
}

/** @param {string} library */
function inputsFault(library) {
  return `wasm/${library} or what it is built with has changed since its modules were built: ${REMEDY}`;
}

/** @param {string} root @param {string} file @param {ReadonlyMap<string, string>} recorded @returns {string[]} */
function moduleFault(root, file, recorded) {
  const path = join(root, file);
  if (!existsSync(path)) return [`${file} is missing: ${REMEDY}`];
  const hash = sha256(readFileSync(path));
  if (hash === recorded.get(file)) return [];
  return [`${file} is not the file that was built: expected ${recorded.get(file)}, got ${hash}; ${REMEDY}`];
}
