import { opusActor } from './opus-player.mjs';
import { vpxActor } from './vpx-player.mjs';

/** Nothing is at hand: WASI's error for a bad file descriptor. */
const WASI_EBADF = 8;

/**
 * Something that obeys commands.
 *
 * @typedef {object} Actor
 * @property {(command: import('./commands.mjs').Command) => import('./commands.mjs').Answer} obey
 * @property {() => number} memoryBytes
 */

/**
 * A new instance of a module that ships, obeying commands.
 *
 * @param {'opus' | 'vpx'} kind
 * @param {WebAssembly.Module} module
 * @returns {Actor}
 */
export function wasmActor(kind, module) {
  /** @type {WebAssembly.Imports} */
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    const folder = imports[from] ?? {};
    folder[name] = name === 'proc_exit' ? exit : () => WASI_EBADF;
    imports[from] = folder;
  }
  /** @type {any} */
  const exports = new WebAssembly.Instance(module, imports).exports;
  exports._initialize();
  return kind === 'opus' ? opusActor(exports) : vpxActor(exports);
}

/** @param {number} code */
function exit(code) {
  throw new Error(`The module ended itself with code ${code}.`);
}
