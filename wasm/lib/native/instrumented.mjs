import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fingerprint } from '../../../scripts/lib/fingerprint.mjs';
import { CACHE, ROOT } from '../../../scripts/lib/paths.mjs';
import { inputsHash } from '../inputs.mjs';
import { virtualFiles } from '../virtual-files.mjs';
import { must } from './unpack.mjs';

const FOLDER = join(CACHE, 'wasm/instrumented');

/**
 * Arithmetic that the C standard leaves open and every processor does alike is upstream's way in many places, and WASM
 * does it the same; so only what reads or writes wrongly, or may end a program, is looked for.
 */
const SANITIZERS = 'address,bounds,object-size,null,integer-divide-by-zero,unreachable,vla-bound,return,bool,enum';

/** In the place of the C library's memset, which the address sanitizer has a better one for. */
const MEMSET = 'ours/kernels/memory.c';

/** Changes when flags do; objects depend on it. */
const FLAGS_FILE = 'flags.txt';

const COMMON = [
  '-std=gnu11',
  '-O1',
  '-g1',
  '-fno-omit-frame-pointer',
  `-fsanitize=${SANITIZERS}`,
  '-fno-sanitize-recover=all',
  // Sums of products must round as they do in WebAssembly, so that the outcomes can be compared.
  '-ffp-contract=off',
  '-fno-strict-aliasing',
  '-w',
  '-DNDEBUG',
  // This processor's own vectors are not used: SIMDe computes each lane in C, which sanitizers can see.
  '-DSIMDE_NO_NATIVE',
  // Our kernels are compiled in, and seen in the same way.
  '-D__wasm_simd128__',
  '-DSIMDE_FLOAT16_API=SIMDE_FLOAT16_API_PORTABLE',
];

/**
 * A player (`wasm/fuzz`) with the same C as a module that ships, under sanitizers.
 *
 * @param {import('../recipe.mjs').Recipe} recipe
 * @param {import('../recipe.mjs').Output} output
 * @param {string} player C file in `wasm/fuzz`
 * @returns {Promise<string>} the program
 */
export async function instrumentedPlayer(recipe, output, player) {
  const folder = join(FOLDER, recipe.name);
  const program = join(folder, `${output.file.split('/').at(-1)}.player`);
  const stamp = `${program}.made-of`;
  const own = ['wasm/fuzz/player.c', 'wasm/fuzz/player.h', `wasm/fuzz/${player}`, 'wasm/lib/native/instrumented.mjs'];
  const wanted = inputsHash(recipe.name) + fingerprint(ROOT, [...own, 'wasm/lib/native/include']);
  if (existsSync(program) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return program;

  for (const [path, text] of await virtualFiles(recipe)) writeIfChanged(join(folder, path), text);
  const { links = () => true } = output;
  const makefile = join(folder, `${output.file.split('/').at(-1)}.mk`);
  const files = [
    ...recipe.files.filter((file) => links(file) && file !== MEMSET),
    ...['player.c', player].map((name) => join(ROOT, 'wasm/fuzz', name)),
  ];
  const flags = flagsOf(recipe);
  writeIfChanged(join(folder, FLAGS_FILE), recipe.files.map((file) => flags(file).join(' ')).join('\n'));
  writeIfChanged(makefile, rules(files, flags, program));
  await must('make', ['-s', `-j${availableParallelism()}`, '-f', makefile], folder);
  writeFileSync(stamp, wanted);
  return program;
}

/** Kept when the same, so that make compiles only what changed. @param {string} path @param {string} text */
function writeIfChanged(path, text) {
  if (existsSync(path) && readFileSync(path, 'latin1') === text) return;
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text, 'latin1');
}

/** Files of the recipe see the recipe's folders; so do the players. @param {import('../recipe.mjs').Recipe} recipe */
function flagsOf(recipe) {
  const include = [`-I${join(ROOT, 'wasm/lib/native/include')}`, '-Ishim', '-Isimde', `-I${join(ROOT, 'wasm/fuzz')}`];
  return (/** @type {string} */ file) => {
    const own = recipe.files.includes(file) ? file : 'ours/player.c';
    return [...COMMON, ...recipe.flags(own).filter((flag) => /^-[DI]/.test(flag)), ...include];
  };
}

/**
 * @param {readonly string[]} files
 * @param {(file: string) => readonly string[]} flags
 * @param {string} program
 * @returns {string} a makefile; modules of one library share their objects
 */
function rules(files, flags, program) {
  const objects = files.map((file) => `${file.replaceAll('/', '__')}.o`);
  const compile = files.map((file, index) => {
    const words = flags(file).map((word) => `'${word}'`);
    return `${objects[index]}: ${file} ${FLAGS_FILE}\n\tgcc ${words.join(' ')} -MD -c -o $@ $<\n`;
  });
  // Kernels that no function is mapped to call assembly that is not here; a call of one would end the player.
  const absent = '-no-pie -Wl,--unresolved-symbols=ignore-all';
  const link =
    `${program}: ${objects.join(' ')} $(firstword $(MAKEFILE_LIST))\n` +
    `\tgcc -fsanitize=${SANITIZERS} ${absent} -o $@ $(filter %.o,$^) -lm\n`;
  return `all: ${program}\n${link}${compile.join('')}-include *.d\n`;
}
