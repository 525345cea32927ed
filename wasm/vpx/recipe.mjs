import { readdirSync, readFileSync } from 'node:fs';
import { dispatchHeaders } from './dispatch/headers.mjs';

const MIB = 1024 * 1024;

/** Upstream's C files, one on each line; what no export reaches is dropped when linking. */
const upstream = readFileSync(new URL('sources.txt', import.meta.url), 'utf8')
  .trim()
  .split('\n');

/** Each file of `kernels/`. */
const kernels = readdirSync(new URL('kernels', import.meta.url))
  .filter((name) => name.endsWith('.c'))
  .sort()
  .map((name) => `ours/kernels/${name}`);

const ENCODER = ['encoder', 'encode', 'picture', 'colour', 'scale', 'plane-buffer'];
const DECODER = ['decoder'];

const bridge = [...ENCODER, 'encoder-vp8', 'encoder-vp9', ...DECODER, 'decoder-vp8', 'decoder-vp9'].map(
  (name) => `ours/bridge/${name}.c`,
);

const INCLUDES = ['ours/config', 'generated', 'upstream', 'upstream/vp8', 'upstream/vp9'].map(
  (folder) => `-I${folder}`,
);

/** Intrinsics of other processors are compiled as if this were one; `ours/config/vpx_config.h` reads the last ones. */
const X86 = ['__SSE2__', '__SSSE3__', '__SSE4_1__', 'VPX_WASM_X86'].map((name) => `-D${name}`);
const ARM = ['__ARM_NEON=1', 'VPX_WASM_ARM'].map((name) => `-D${name}`);

/** Small copies are written out or call `kernels/memory.c`, which says why. */
const COPIES = ['-mno-bulk-memory', '-mno-bulk-memory-opt'];

/** What defines memcpy must not call it, and is not seen by the optimiser that makes calls of it. */
const MEMORY = ['-mbulk-memory', '-mbulk-memory-opt', '-fno-lto'];

/** @param {string} file @returns {readonly string[]} */
function flags(file) {
  if (file === 'ours/kernels/memory.c') return [...MEMORY, ...INCLUDES];
  const processor = file.includes('/x86/') ? X86 : file.includes('/arm/') ? ARM : [];
  return [...COPIES, ...processor, ...INCLUDES];
}

/**
 * One codec in one direction, so that each user loads only what it uses.
 *
 * @param {'vp8' | 'vp9'} codec
 * @param {'encoder' | 'decoder'} kind
 * @returns {import('../lib/recipe.mjs').Output}
 */
function output(codec, kind) {
  const own = [...(kind === 'encoder' ? ENCODER : DECODER), `${kind}-${codec}`].map((name) => `ours/bridge/${name}.c`);
  return {
    file: `packages/codecs/src/vpx/${codec}-${kind}.wasm`,
    links: (file) => !file.startsWith('ours/bridge/') || own.includes(file),
    stackBytes: MIB,
    initialMemoryBytes: 2 * MIB,
    maximumMemoryBytes: 1024 * MIB,
  };
}

/** @type {import('../lib/recipe.mjs').Recipe} */
export const recipe = {
  name: 'vpx',
  source: 'libvpx',
  patches: [
    'ours/patches/0001-window-of-64-bits.patch',
    'ours/patches/0002-room-for-neon-in-vp8-intra.patch',
    'ours/patches/0003-no-picture-of-old-memory.patch',
  ],
  generate: dispatchHeaders,
  files: [...upstream, 'ours/config/vpx_config.c', ...kernels, ...bridge],
  flags,
  lto: true,
  setjmp: true,
  outputs: [output('vp8', 'encoder'), output('vp8', 'decoder'), output('vp9', 'encoder'), output('vp9', 'decoder')],
};
