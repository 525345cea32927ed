const WASM_PAGE_BYTES = 65_536;
const ALLOCATOR = ['malloc', 'free'];
const LTO_SETJMP_FLAGS = [
  '-mllvm',
  '-wasm-enable-sjlj',
  '-mllvm',
  '-wasm-use-legacy-eh=true',
  '-mllvm',
  '-exception-model=wasm',
];

/**
 * Flags of clang that link one output.
 *
 * @param {import('./recipe.mjs').Recipe} recipe
 * @param {import('./recipe.mjs').Output} output
 * @returns {string[]}
 */
export function linkFlags(recipe, output) {
  for (const bytes of [output.initialMemoryBytes, output.maximumMemoryBytes]) {
    if (bytes % WASM_PAGE_BYTES !== 0)
      throw new RangeError(`${output.file}: memory is in pages of 64 KiB, got ${bytes}.`);
  }
  const linker = [
    '--gc-sections',
    '--strip-all',
    // Below the data, so that a stack that grows too far traps and does not overwrite anything.
    '--stack-first',
    '-z',
    `stack-size=${output.stackBytes}`,
    `--initial-memory=${output.initialMemoryBytes}`,
    `--max-memory=${output.maximumMemoryBytes}`,
    ...ALLOCATOR.map((name) => `--export=${name}`),
    ...(recipe.lto && recipe.setjmp ? LTO_SETJMP_FLAGS : []),
  ];
  return [
    '--target=wasm32-wasip1',
    '-mexec-model=reactor',
    '-O2',
    '-msimd128',
    ...(recipe.lto ? ['-flto'] : []),
    ...(recipe.setjmp ? ['-lsetjmp'] : []),
    `-Wl,${linker.join(',')}`,
    ...(output.linkFlags ?? []),
  ];
}
