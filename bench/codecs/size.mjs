import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

/** Files of a package that runs in Node only. */
const NODE_FILES = {
  opusscript: ['index.js', 'build/opusscript_native_wasm.js', 'build/opusscript_native_wasm.wasm'].map((name) =>
    fileURLToPath(new URL(`./${name}`, import.meta.resolve('opusscript'))),
  ),
};
const LIBAV = fileURLToPath(new URL('.', import.meta.resolve('@libav.js/variant-webm-vp9')));

/** @type {Map<string, Promise<Buffer[]>>} what is loaded for a row, by contender and row */
const loaded = new Map();
/** @type {Map<string, number>} bytes by form and content */
const packed = new Map();

/**
 * What a page loads before it can do a row, each file compressed by itself.
 *
 * @param {import('./chromium-side.mjs').ChromiumSide} chromium
 * @param {string} site folder
 * @param {string} by the contender
 * @param {{ name: string, row: string }} group
 * @returns {Promise<number>} KiB
 */
export async function measureSize(chromium, site, by, { name, row }) {
  const key = `${by} ${row}`;
  const files = loaded.get(key) ?? load(chromium, site, by, row);
  loaded.set(key, files);
  const form = name.startsWith('size-gz') ? 'gz' : 'br';
  return (await files).reduce((sum, file) => sum + packedBytes(file, form), 0) / 1_024;
}

async function load(chromium, site, by, row) {
  const nodeFiles = NODE_FILES[by];
  if (nodeFiles) return nodeFiles.map((path) => readFileSync(path));
  const { paths } = await chromium.watchStart(by, row);
  return paths.map((path) => {
    const own = join(site, path);
    return readFileSync(existsSync(own) ? own : join(LIBAV, path.replace('/libav/', '')));
  });
}

/** @param {Buffer} file @param {'gz' | 'br'} form */
function packedBytes(file, form) {
  const key = `${form} ${file.length} ${file.subarray(0, 4_096).toString('latin1')}`;
  const known = packed.get(key);
  if (known !== undefined) return known;
  const { length } =
    form === 'gz'
      ? gzipSync(file, { level: 9 })
      : brotliCompressSync(file, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  packed.set(key, length);
  return length;
}
