/**
 * @typedef {import('../harness/report.mjs').Group} Group
 * @typedef {import('../harness/report.mjs').Contender} Contender
 * @typedef {Group & { about: 'quantum' | 'video' | 'audio-latency' | 'video-latency' | 'load', names: readonly string[] }} PipelineGroup
 *   `names` are those of the contenders
 */

/** A render quantum at 48 kHz, in µs. */
export const BUDGET_US = (128 / 48_000) * 1e6;

/** What can be rendered, and by whom; the names are those of `rendering/ours.ts`, `native.ts` and `tone.ts`. */
const RENDERED = /** @type {const} */ ([
  { name: 'Gain', title: 'Gain of −6 dB', names: ['ours', 'native', 'tone'] },
  { name: 'HighPass', title: 'HighPass, 12 dB for each octave', names: ['ours', 'native', 'tone'] },
  {
    name: 'Limiter',
    title: 'Limiter; a DynamicsCompressorNode has no such promise',
    names: ['ours', 'native', 'tone'],
  },
  { name: 'RobotVoice', title: 'RobotVoice: a gain driven by a sine', names: ['ours', 'native', 'tone'] },
  { name: 'ChannelMap', title: 'ChannelMap: sides swapped', names: ['ours', 'native', 'tone'] },
  { name: 'AudioMixer', title: 'AudioMixer: five voices, five sums of four', names: ['ours', 'native'] },
  { name: 'FastResample', title: 'FastResample to 16 kHz, and back', names: ['ours'] },
  { name: 'AudioFormatConverter', title: 'AudioFormatConverter to 16 bits with dither', names: ['ours'] },
  { name: 'AudioChunker', title: 'AudioChunker, 512 sample-frames', names: ['ours'] },
  { name: 'AudioLevel', title: 'AudioLevel beside the sound', names: ['ours'] },
  { name: 'NoiseSuppression', title: 'NoiseSuppression', names: ['ours'] },
  { name: 'VoiceActivityDetection', title: 'VoiceActivityDetection', names: ['ours'] },
  { name: 'Opus', title: 'OpusEncode and OpusDecode, 20 ms', names: ['ours'] },
  {
    name: 'chain',
    title: 'six nodes: HighPass, Gain, ChannelMap, RobotVoice, Limiter, Gain',
    names: ['ours', 'native', 'tone'],
  },
]);

const SIZES = ['640x360', '1280x720'];

/** @type {readonly PipelineGroup[]} */
export const GROUPS = [
  ...RENDERED.map(({ name, title, names }) => ({
    name: `quantum:${name}`,
    title: `${title}, stereo`,
    unit: 'µs for each render quantum, beyond those of an empty worklet or a bare source',
    about: /** @type {const} */ ('quantum'),
    names,
  })),
  ...SIZES.map((size) => ({
    name: `video:${size}`,
    title: `${size}: Grayscale, VideoFlip, VideoScaler to half`,
    unit: 'ms for each picture',
    about: /** @type {const} */ ('video'),
    names: ['ours', 'canvas'],
  })),
  {
    name: 'audio-latency',
    title: 'what an attached chain of three nodes adds to a track',
    unit: 'ms',
    about: 'audio-latency',
    names: ['ours', 'ours-limiter', 'native'],
  },
  ...SIZES.map((size) => ({
    name: `video-latency:${size}`,
    title: `${size}: what the same chain adds to a track of 30 pictures a second`,
    unit: 'ms',
    about: /** @type {const} */ ('video-latency'),
    names: ['ours', 'canvas'],
  })),
  {
    name: 'load',
    title: 'render quanta of a tone that are damaged while two workers use all there is',
    unit: '%',
    about: 'load',
    names: ['ours', 'native', 'direct', 'clock'],
  },
];

/** @type {readonly string[]} */
export const QUICK_GROUPS = ['quantum:Gain', 'quantum:Limiter', 'quantum:chain', 'video:640x360', 'audio-latency'];

/** @type {readonly Contender[]} */
export const CONTENDERS = GROUPS.flatMap(({ name: group, names }) =>
  names.map((name) => ({ name: `${group}/${name}`, group, role: roleOf(name) })),
);

/** @param {string} name @returns {import('../harness/report.mjs').Role} */
function roleOf(name) {
  if (name === 'ours') return 'ours';
  return name.startsWith('ours-') ? 'variant' : 'rival';
}
