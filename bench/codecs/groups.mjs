import { QUICK_ROWS, ROWS } from './rows.mjs';

/**
 * @typedef {import('../harness/report.mjs').Group} Group
 * @typedef {import('../harness/report.mjs').Contender} Contender
 * @typedef {'node' | 'chromium'} Runtime
 *
 * @typedef {Group & { about: 'speed' | 'classes' | 'start' | 'memory' | 'size', runtime?: Runtime, row: string,
 *   names: readonly string[] }} CodecGroup `row` is that of the task; `names` are those of the contenders
 */

/** npm packages, by what they can do; `libav.js` is the only one that can do video. */
const OPUS_ENCODERS = ['libopus-wasm', 'opusscript', 'libav.js'];
const OPUS_DECODERS = ['libopus-wasm', 'opusscript', 'opus-decoder', 'libav.js'];
export const NPM_RIVALS = ['libopus-wasm', 'opusscript', 'opus-decoder', 'libav.js'];

/** Its code asks for Node's `Buffer` and `require`. */
const NODE_ONLY = ['opusscript'];

/** FFmpeg, and so libav.js, takes a `cpu-used` of 8 at most. */
const BEYOND_LIBAV = /^vp9-encode-.*-9$/;

/** Rows that are done through the classes of WebCodecs as well. */
const CLASS_ROWS = ROWS.filter(
  ({ name }) => !/-encode-(voip|audio)-5$|-encode-\d+p-[5689]$/.test(name) || /^vp8/.test(name),
);

/** What starting, memory and size are about: a name, the row whose task is done, and how many coders are held open. */
const PARTS = [
  { name: 'opus-encode', row: 'opus-encode-audio-10', held: 24 },
  { name: 'opus-decode', row: 'opus-decode-audio', held: 24 },
  { name: 'vp9-encode', row: 'vp9-encode-360p-7', held: 3 },
  { name: 'vp9-encode-720p', row: 'vp9-encode-720p-7', held: 2 },
  { name: 'vp9-decode', row: 'vp9-decode-360p', held: 3 },
  { name: 'vp9-decode-720p', row: 'vp9-decode-720p', held: 3 },
  { name: 'vp8-encode', row: 'vp8-encode-360p-6', held: 3 },
  { name: 'vp8-decode', row: 'vp8-decode-360p', held: 3 },
];
const LARGE = /720p$/;

/** @type {readonly CodecGroup[]} */
export const GROUPS = [
  ...['node', 'chromium'].flatMap((runtime) =>
    ROWS.map(({ name, title, kind }) => ({
      name: `${runtime}:${name}`,
      title,
      unit: 'frames/s',
      better: /** @type {const} */ ('more'),
      about: /** @type {const} */ ('speed'),
      runtime: /** @type {Runtime} */ (runtime),
      row: name,
      names: ['ours', 'native', ...rivalsOf(kind, runtime).filter(() => !BEYOND_LIBAV.test(name))],
    })),
  ),
  ...CLASS_ROWS.map(({ name, title }) => ({
    name: `classes:${name}`,
    title: `${title}, through the classes`,
    unit: 'frames/s',
    better: /** @type {const} */ ('more'),
    about: /** @type {const} */ ('classes'),
    runtime: /** @type {const} */ ('chromium'),
    row: name,
    names: ['ours-classes', 'webcodecs'],
  })),
  ...['node', 'chromium'].flatMap((runtime) =>
    PARTS.filter(({ name }) => !LARGE.test(name)).map(({ name, row }) => ({
      name: `${runtime}:start-${name}`,
      title: `${name}: from loading the code to the first output`,
      unit: 'ms',
      about: /** @type {const} */ ('start'),
      runtime: /** @type {Runtime} */ (runtime),
      row,
      names: ['ours', ...rivalsOf(name, runtime)],
    })),
  ),
  ...PARTS.map(({ name, row }) => ({
    name: `memory:${name}`,
    title: `${name}: memory of one more`,
    unit: 'KiB',
    about: /** @type {const} */ ('memory'),
    runtime: /** @type {const} */ ('node'),
    row,
    names: ['ours', 'native', ...rivalsOf(name, 'node')],
  })),
  ...['gz', 'br'].flatMap((form) =>
    PARTS.filter(({ name }) => !LARGE.test(name)).map(({ name, row }) => ({
      name: `size-${form}:${name}`,
      title: `${name}: what must be loaded, ${form}`,
      unit: 'KiB',
      about: /** @type {const} */ ('size'),
      runtime: /** @type {const} */ ('chromium'),
      row,
      names: ['ours', ...rivalsOf(name, 'node')],
    })),
  ),
];

/** How many coders of a part are held open to see what one takes. @type {ReadonlyMap<string, number>} */
export const HELD = new Map(PARTS.map(({ name, held }) => [`memory:${name}`, held]));

/** @type {readonly Contender[]} */
export const CONTENDERS = GROUPS.flatMap(({ name: group, names }) =>
  names.map((name) => ({ name: `${group}/${name}`, group, role: name.startsWith('ours') ? 'ours' : 'rival' })),
);

/** Names of the groups of `--quick`. */
export const QUICK_GROUPS = GROUPS.filter(({ about, row }) =>
  about === 'speed' || about === 'classes' ? QUICK_ROWS.includes(row) : about === 'size',
).map(({ name }) => name);

/** @param {string} kind that of a row, or the name of a part @param {string} runtime */
function rivalsOf(kind, runtime) {
  const rivals = kind === 'opus-encode' ? OPUS_ENCODERS : kind === 'opus-decode' ? OPUS_DECODERS : ['libav.js'];
  return rivals.filter((name) => runtime === 'node' || !NODE_ONLY.includes(name));
}
