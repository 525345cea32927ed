import { buildLibrary } from '../lib/build-library.mjs';
import { recipe } from './recipe.mjs';

/**
 * `node wasm/vpx/test.mjs [ROUNDS]` compares each kernel with libvpx's C version of it, on random and extreme input.
 * Tells the seed, so that a fault can be had again: `node wasm/vpx/test.mjs ROUNDS SEED`.
 */
const rounds = Number(process.argv[2] ?? 500);
const seed = Number(process.argv[3] ?? Date.now() % 2 ** 32);

const OUTPUT = 'kernels-test.wasm';
const PROGRAM = ['input', 'kernels-test', 'quantize-vp9', 'table'].map((name) => `ours/kernels/test/${name}.c`);

/** @type {import('../lib/recipe.mjs').Recipe} */
const testRecipe = {
  ...recipe,
  files: [...recipe.files.filter((file) => !file.startsWith('ours/bridge/')), ...PROGRAM],
  outputs: [{ file: OUTPUT, stackBytes: 65_536, initialMemoryBytes: 2 ** 22, maximumMemoryBytes: 2 ** 24 }],
};

const built = (await buildLibrary(testRecipe, { say: console.log })).get(OUTPUT);
if (!built) throw new Error('The build gave no test program.');
const module = await WebAssembly.compile(new Uint8Array(built));
const WASI_BADF = 8;
const imported = WebAssembly.Module.imports(module).map(({ name }) => [name, () => WASI_BADF]);
const { exports } = await WebAssembly.instantiate(module, { wasi_snapshot_preview1: Object.fromEntries(imported) });
const {
  memory,
  kernel_name: nameOf,
  kernel_test: test,
} = /** @type {{ memory: WebAssembly.Memory, kernel_name: (index: number) => number, kernel_test: (index: number, rounds: number, seed: number) => number }} */ (
  /** @type {unknown} */ (exports)
);

/** @param {number} at @returns {string} */
function text(at) {
  const bytes = new Uint8Array(memory.buffer, at);
  return Buffer.from(bytes.subarray(0, bytes.indexOf(0))).toString('latin1');
}

let faults = 0;
let count = 0;
for (; nameOf(count) !== 0; count++) {
  const wrong = test(count, rounds, seed);
  if (wrong === 0) continue;
  faults++;
  console.log(`${text(nameOf(count))}: ${wrong} of ${rounds} rounds differ`);
}
console.log(`${count} kernels, ${rounds} rounds each, seed ${seed}: ${faults} differ`);
process.exitCode = faults > 0 ? 1 : 0;
