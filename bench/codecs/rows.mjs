/**
 * What is measured, in the order of the tables.
 *
 * @typedef {import('./task.ts').Task} Task
 *
 * @typedef {object} Row one line of a table: the same work for all who can do it
 * @property {string} name
 * @property {string} title
 * @property {'opus-encode' | 'opus-decode' | 'vp9-encode' | 'vp9-decode' | 'vp8-encode' | 'vp8-decode'} kind
 * @property {Task} task
 */

/** What all tasks of audio share: 20 s of it. */
export const SOUND_SECONDS = 20;
const DECODE_PASSES = 4;

/** @type {readonly (import('./task.ts').OpusSettings & { title: string, clip: string })[]} */
const SOUNDS = [
  {
    title: 'voip, mono, 32 kbit/s',
    clip: 'speech',
    channelCount: 1,
    application: 'voip',
    bitrate: 32_000,
    complexity: 10,
  },
  {
    title: 'audio, stereo, 128 kbit/s',
    clip: 'music',
    channelCount: 2,
    application: 'audio',
    bitrate: 128_000,
    complexity: 10,
  },
];
const COMPLEXITIES = [5, 10];

/**
 * @typedef {object} Size
 * @property {string} name
 * @property {number} width
 * @property {number} height
 * @property {number} bitrate
 * @property {number} lead pictures before the clock starts: the key frame, and most of those that pay for it
 * @property {number} count pictures that are timed
 */

/** @type {readonly Size[]} */
const SIZES = [
  { name: '180p', width: 320, height: 180, bitrate: 150_000, lead: 12, count: 60 },
  { name: '360p', width: 640, height: 360, bitrate: 500_000, lead: 12, count: 30 },
  { name: '720p', width: 1_280, height: 720, bitrate: 1_500_000, lead: 6, count: 10 },
];
const CPU_USED = [5, 6, 7, 8, 9];
/** The one whose streams are decoded. */
const USUAL_CPU_USED = 7;
const VP8_SIZE = SIZES[1];
const VP8_CPU_USED = 6;

/** @returns {Row[]} */
function opusRows() {
  const encode = SOUNDS.flatMap(({ title, clip, ...settings }) =>
    COMPLEXITIES.map((complexity) => ({
      name: `opus-encode-${settings.application}-${complexity}`,
      title: `Opus encode, ${title}, complexity ${complexity}`,
      kind: /** @type {const} */ ('opus-encode'),
      task: /** @type {const} */ ({ what: 'opus-encode', clip: `${clip}.pcm`, settings: { ...settings, complexity } }),
    })),
  );
  const decode = SOUNDS.map(({ title, clip, ...settings }) => ({
    name: `opus-decode-${settings.application}`,
    title: `Opus decode, ${title}`,
    kind: /** @type {const} */ ('opus-decode'),
    task: /** @type {const} */ ({ what: 'opus-decode', packets: `${clip}.opus`, settings, passes: DECODE_PASSES }),
  }));
  return [...encode, ...decode];
}

/** @param {'vp8' | 'vp9'} codec @param {Size} size @param {number} cpuUsed @returns {Row} */
function encodeRow(codec, { name, lead, count, ...size }, cpuUsed) {
  return {
    name: `${codec}-encode-${name}-${cpuUsed}`,
    title: `${codec.toUpperCase()} encode, ${name}, ${size.bitrate / 1_000} kbit/s, cpu-used ${cpuUsed}`,
    kind: `${codec}-encode`,
    task: { what: 'video-encode', clip: `${name}.yuv`, settings: { codec, ...size, cpuUsed }, lead, count },
  };
}

/** @param {'vp8' | 'vp9'} codec @param {Size} size @returns {Row} */
function decodeRow(codec, { name, lead: _lead, count: _count, ...size }) {
  const cpuUsed = codec === 'vp9' ? USUAL_CPU_USED : VP8_CPU_USED;
  return {
    name: `${codec}-decode-${name}`,
    title: `${codec.toUpperCase()} decode, ${name}, ${size.bitrate / 1_000} kbit/s`,
    kind: `${codec}-decode`,
    task: { what: 'video-decode', packets: `${codec}-${name}.packets`, settings: { codec, ...size, cpuUsed }, lead: 1 },
  };
}

/** @type {readonly Row[]} */
export const ROWS = [
  ...opusRows(),
  ...SIZES.flatMap((size) => CPU_USED.map((cpuUsed) => encodeRow('vp9', size, cpuUsed))),
  ...SIZES.map((size) => decodeRow('vp9', size)),
  encodeRow('vp8', VP8_SIZE, VP8_CPU_USED),
  decodeRow('vp8', VP8_SIZE),
];

/** Sizes of the raw pictures: as many as any row needs. */
export const CLIPS = SIZES.map(({ name, width, height, lead, count }) => ({
  name: `${name}.yuv`,
  width,
  height,
  count: lead + count,
}));

/** Streams to decode, and the row that makes each. */
export const STREAMS = [
  ...SOUNDS.map(({ clip, application }) => ({ name: `${clip}.opus`, row: `opus-encode-${application}-10` })),
  ...SIZES.map(({ name }) => ({ name: `vp9-${name}.packets`, row: `vp9-encode-${name}-${USUAL_CPU_USED}` })),
  { name: `vp8-${VP8_SIZE.name}.packets`, row: `vp8-encode-${VP8_SIZE.name}-${VP8_CPU_USED}` },
];

/** Those of `--quick`. */
export const QUICK_ROWS = [
  'opus-encode-voip-10',
  'opus-encode-audio-10',
  'opus-decode-voip',
  'opus-decode-audio',
  'vp9-encode-360p-7',
  'vp9-decode-360p',
  'vp8-encode-360p-6',
  'vp8-decode-360p',
];
