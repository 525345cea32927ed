import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { fingerprint } from '../../../scripts/lib/fingerprint.mjs';
import { CACHE, ROOT } from '../../../scripts/lib/paths.mjs';
import { step } from '../../../scripts/lib/step.mjs';
import { needPrograms } from './programs.mjs';
import { must, unpackSource } from './unpack.mjs';

/** Has `opus/` (`.libs/libopus.a`, `include/`, `opus_demo`) and `libvpx/` (`build-native/libvpx.a`, `vpxenc`, `vpxdec`). */
const FOLDER = join(CACHE, 'native');

const PROGRAMS = ['gcc', 'make', 'nasm', 'perl', 'tar', 'xz'];

const OPUS_FLAGS = ['--disable-shared', '--disable-doc', '--disable-extra-programs', 'CFLAGS=-O3'];

/** The same parts as `wasm/vpx` has, with all that makes them fast on this processor. */
const LIBVPX_FLAGS = [
  '--disable-docs',
  '--disable-unit-tests',
  '--disable-webm-io',
  '--disable-libyuv',
  '--enable-realtime-only',
  '--enable-vp9-temporal-denoising',
];

/** Builds libopus and libvpx natively, unless that is done. */
export async function buildNative() {
  await needPrograms(PROGRAMS);
  await once('opus', buildOpus);
  await once('libvpx', buildLibvpx);
  console.log(`Native libraries are in ${FOLDER}`);
}

/**
 * @param {'opus' | 'libvpx'} name
 * @param {(folder: string) => Promise<void>} build
 */
async function once(name, build) {
  const folder = join(FOLDER, name);
  const stamp = join(folder, '.built');
  const wanted = fingerprint(ROOT, ['wasm/lib/native', 'wasm/lib/source-list.mjs', 'wasm/patches']);
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  await step(`Building ${name} for this machine`, async () => {
    await unpackSource(name, folder);
    await build(folder);
  });
  writeFileSync(stamp, wanted);
}

/** @param {string} folder */
async function buildOpus(folder) {
  await must('sh', ['./configure', ...OPUS_FLAGS], folder);
  await make(folder);
  const headers = ['include', 'src', 'celt', 'silk'].map((name) => `-I${name}`);
  await must('gcc', ['-O2', ...headers, '-o', 'opus_demo', 'src/opus_demo.c', '.libs/libopus.a', '-lm'], folder);
}

/** @param {string} folder */
async function buildLibvpx(folder) {
  const build = join(folder, 'build-native');
  mkdirSync(build);
  await must('bash', ['../configure', ...LIBVPX_FLAGS], build);
  await make(build);
}

/** @param {string} folder */
function make(folder) {
  return must('make', [`-j${availableParallelism()}`], folder);
}
