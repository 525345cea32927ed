/**
 * What one library needs to become WebAssembly: data that `wasm/NAME/recipe.mjs` exports as `recipe` and the driver
 * runs. The C compiler sees these folders and nothing else:
 *
 * - `upstream/` the library's source archive, patched
 * - `ours/` the folder `wasm/NAME`: bridge, kernels, configuration
 * - `shim/` the folder `wasm/shim`: intrinsic headers (`emmintrin.h`, `arm_neon.h`) over SIMDe, and `export.h`
 * - `simde/` SIMDe itself
 * - `generated/` what the recipe's `generate` makes of them
 *
 * @typedef {object} Recipe
 * @property {string} name of the folder in `wasm/`
 * @property {import('./source-list.mjs').SourceName} source the library's archive
 * @property {readonly string[]} [patches] unified diffs (`-p1`) on the archive, as `ours/patches/x.patch`, in order
 * @property {readonly string[]} files C files to compile, such as `upstream/celt/bands.c` and `ours/bridge.c`
 * @property {(file: string) => readonly string[]} flags more flags for one of `files`: `-D…`, `-Iupstream/include`.
 *   They come after {@link commonFlags} and before `-Ishim -Isimde`, so `-O3` or `-fno-lto` here wins
 * @property {boolean} [lto] optimises across files when linking. Default: no
 * @property {(files: ReadonlyMap<string, string>) => ReadonlyMap<string, string>} [generate] is given the texts of all
 *   files by path, and gives more, by paths that begin with `generated/`
 * @property {boolean} [setjmp] the library calls setjmp/longjmp. Default: no
 * @property {readonly Output[]} outputs
 *
 * @typedef {object} Output one `.wasm`. It exports `memory`, `_initialize`, `malloc`, `free` and each function that a
 *   linked file of ours marks with `EXPORT(name)` of `export.h`
 * @property {string} file where it goes, from the root of the repository
 * @property {(file: string) => boolean} [links] which of the recipe's files are in it. Default: all. Upstream code that
 *   no export reaches is dropped by the linker in any case
 * @property {number} stackBytes
 * @property {number} initialMemoryBytes a multiple of 65536 that holds the stack and the static data
 * @property {number} maximumMemoryBytes a multiple of 65536; malloc fails beyond it
 * @property {readonly string[]} [linkFlags] more flags of clang for linking
 */

/**
 * Compiler flags that every file gets.
 *
 * @param {Recipe} recipe
 * @param {string} file
 * @returns {string[]}
 */
export function commonFlags(recipe, file) {
  return [
    '--target=wasm32-wasip1',
    '-std=gnu11',
    '-O2',
    '-msimd128',
    '-mbulk-memory',
    '-mnontrapping-fptoint',
    '-DNDEBUG',
    // SIMDe takes clang to have 16-bit floats, which this target has not.
    '-DSIMDE_FLOAT16_API=SIMDE_FLOAT16_API_PORTABLE',
    // Upstream's warnings are upstream's; ours are faults.
    ...(file.startsWith('ours/') ? ['-Wall', '-Wextra', '-Werror'] : ['-w']),
    ...(recipe.lto ? ['-flto'] : []),
    ...(recipe.setjmp ? SETJMP_FLAGS : []),
  ];
}

/** The older encoding of exceptions: Safari before 18.4 and Node 20 know no other. */
const SETJMP_FLAGS = ['-mllvm', '-wasm-enable-sjlj', '-mllvm', '-wasm-use-legacy-eh=true', '-mexception-handling'];
