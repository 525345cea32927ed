import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { ROOT } from '../../../scripts/lib/paths.mjs';
import { recipe as opus } from '../../opus/recipe.mjs';
import { recipe as vpx } from '../../vpx/recipe.mjs';
import { instrumentedPlayer } from '../native/instrumented.mjs';
import { streamsOf } from './corpus.mjs';
import { openPlayer } from './players.mjs';
import { multistreamScript, opusScript, vpxScript } from './scripts.mjs';

/**
 * @typedef {(streams: readonly (readonly Uint8Array[])[], random: import('../../../fuzz/lib/random.mjs').Random) =>
 *   import('./commands.mjs').Command[]} ScriptMaker
 *
 * @typedef {object} Target
 * @property {string} name
 * @property {import('../recipe.mjs').Recipe} recipe
 * @property {string} module file name of the output
 * @property {'opus' | 'vpx'} player
 * @property {ScriptMaker} script
 * @property {() => Uint8Array[][]} streams
 */

/** @type {readonly Target[]} */
export const TARGETS = [
  {
    name: 'opus',
    recipe: opus,
    module: 'opus.wasm',
    player: 'opus',
    script: opusScript,
    streams: () => streamsOf('opus'),
  },
  {
    name: 'multistream',
    recipe: opus,
    module: 'opus.wasm',
    player: 'opus',
    script: multistreamScript,
    streams: () => streamsOf('opus'),
  },
  vpxTarget('vp8', 'vp9'),
  vpxTarget('vp9', 'vp8'),
];

/** @param {'vp8' | 'vp9'} codec @param {'vp8' | 'vp9'} other whose packets come by mistake @returns {Target} */
function vpxTarget(codec, other) {
  const streams = () => [...streamsOf(codec), ...streamsOf(codec), ...streamsOf(other).slice(0, 1)];
  return { name: codec, recipe: vpx, module: `${codec}-decoder.wasm`, player: 'vpx', script: vpxScript, streams };
}

/** Sanitizers: no wait for a debugger, errors end the process, and malloc fails as it does in WebAssembly. */
const SANITIZER_ENV = {
  ASAN_OPTIONS: 'allocator_may_return_null=1:max_allocation_size_mb=1024:detect_leaks=1:exitcode=77',
  UBSAN_OPTIONS: 'print_stacktrace=1:halt_on_error=1',
};

/** @param {Target} target */
function outputOf({ recipe, module }) {
  const output = recipe.outputs.find(({ file }) => file.endsWith(`/${module}`));
  if (!output) throw new TypeError(`The recipe of ${recipe.name} makes no ${module}.`);
  return output;
}

/** Where the module is that ships. @param {Target} target @returns {string} */
export function moduleFile(target) {
  return join(ROOT, outputOf(target).file);
}

/** The real module. @param {Target} target */
export function wasmPlayer(target) {
  const file = moduleFile(target);
  const program = fileURLToPath(new URL('./wasm-player.mjs', import.meta.url));
  return openPlayer(`${target.name} in WebAssembly`, process.execPath, [program, target.player, file]);
}

/** Builds the same C under sanitizers. @param {Target} target @returns {Promise<string>} the program */
export function nativeProgram(target) {
  return instrumentedPlayer(target.recipe, outputOf(target), `${target.player}-player.c`);
}

/** @param {Target} target @param {string} program */
export function nativePlayer(target, program) {
  return openPlayer(`${target.name} under sanitizers`, program, [], SANITIZER_ENV);
}
