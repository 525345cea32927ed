import { readFileSync } from 'node:fs';

/** Upstream's C files, one on each line; what no export reaches is dropped when linking. */
const upstream = readFileSync(new URL('sources.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

/** Files of ours that take the place of upstream's; the others are included by upstream's, see the patches. */
const KERNELS = ['inner_product', 'pitch_xcorr', 'pvq_search', 'warped_autocorrelation'].map(
  (name) => `ours/kernels/${name}.c`,
);

/**
 * What upstream's configure would write for x86-64, where the SSE kernels are told to be there at all times: SIMDe turns
 * them into WebAssembly's vectors, and no function is chosen at run time.
 */
const DEFINES = [
  'OPUS_BUILD',
  'PACKAGE_VERSION="1.5.2"',
  'VAR_ARRAYS',
  'FLOAT_APPROX',
  'DISABLE_DEBUG_FLOAT',
  'ENABLE_HARDENING',
  'HAVE_LRINT',
  'HAVE_LRINTF',
  'HAVE_STDINT_H',
  '__SSE__',
  '__SSE2__',
  '__SSE4_1__',
  ...['SSE', 'SSE2', 'SSE4_1'].flatMap((set) => [`OPUS_X86_MAY_HAVE_${set}`, `OPUS_X86_PRESUME_${set}`]),
];

const INCLUDES = [
  '-Iours',
  ...['include', 'celt', 'silk', 'silk/float', 'src', ''].map((folder) => `-Iupstream/${folder}`),
];

/** @type {import('../lib/recipe.mjs').Recipe} */
export const recipe = {
  name: 'opus',
  source: 'opus',
  patches: [
    'ours/patches/0001-round-with-one-instruction.patch',
    'ours/patches/0002-multiply-in-64-bits.patch',
    'ours/patches/0003-call-our-kernels.patch',
  ],
  files: [...upstream, ...KERNELS, 'ours/bridge.c'],
  flags: (file) =>
    file === 'ours/bridge.c' ? ['-Iupstream/include'] : [...DEFINES.map((name) => `-D${name}`), ...INCLUDES],
  outputs: [
    {
      file: 'packages/codecs/src/opus/opus.wasm',
      stackBytes: 256 * 1024,
      initialMemoryBytes: 2 * 1024 * 1024,
      maximumMemoryBytes: 64 * 1024 * 1024,
    },
  ],
};
