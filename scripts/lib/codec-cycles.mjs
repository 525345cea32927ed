import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { ROOT } from './paths.mjs';
import { Stop } from './stop.mjs';

/**
 * Where sessions run, from which tenth on the process must not grow, and what is noise. Threads have heaps of their own, of
 * which each engine tidies up only when it grew a lot, so that the process gets its final size late.
 */
const RUNS = [
  { thread: 'inline', settledTenth: 2, noiseBytes: 8 * 2 ** 20 },
  { thread: 'worker', settledTenth: 6, noiseBytes: 24 * 2 ** 20 },
];

const OPUS = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
const SIZE = { width: 160, height: 120 };

/**
 * Opens, uses and closes coders, on this thread and in others, and looks at the memory of the process after each tenth.
 *
 * @param {number} count
 */
export async function runCodecCycles(count) {
  const codecs = await import(pathToFileURL(join(ROOT, 'packages/sdk/dist/codecs.js')).href);
  const collectGarbage = garbageCollector();
  for (const { thread, settledTenth, noiseBytes } of RUNS) {
    codecs.setCodecLocations({ thread });
    /** @type {number[]} */
    const sizes = [];
    for (let tenth = 1; tenth <= 10; tenth += 1) {
      // Each cycle is the life of an encoder and of a decoder.
      for (let i = 0; i < count / 10; i += 20) await Promise.all(cycles(codecs).map((cycle) => cycle()));
      collectGarbage();
      sizes.push(process.memoryUsage().rss);
      console.log(`${thread}: ${Math.round((count * tenth) / 10)} coders, ${mebibytes(sizes.at(-1))} MiB`);
    }
    const growth = (sizes.at(-1) ?? 0) - (sizes[settledTenth - 1] ?? 0);
    if (growth > noiseBytes) throw new Stop(`Memory grew by ${mebibytes(growth)} MiB (${thread}); something is kept.`);
  }
}

/** @param {number | undefined} bytes @returns {string} */
function mebibytes(bytes) {
  return ((bytes ?? 0) / 2 ** 20).toFixed(1);
}

/** Ten lives of coders: six of sound, four of pictures. @param {any} codecs @returns {(() => Promise<void>)[]} */
function cycles(codecs) {
  const sound = () => encodeSound(codecs);
  const picture = (/** @type {string} */ codec) => () => encodePicture(codecs, codec);
  const pictures = [picture('vp8'), picture('vp8'), picture('vp09.00.10.08'), picture('vp09.00.10.08')];
  return [...Array.from({ length: 6 }, () => sound), ...pictures];
}

/** @param {any} codecs */
async function encodeSound({ AudioData, AudioEncoder, AudioDecoder }) {
  const data = Float32Array.from({ length: 960 }, (_, i) => Math.sin(i / 9) / 3);
  const format = { format: 'f32', sampleRate: 48_000, numberOfFrames: 960, numberOfChannels: 1 };
  await throughCoders(AudioEncoder, AudioDecoder, OPUS, OPUS, new AudioData({ ...format, timestamp: 0, data }));
}

/** @param {any} codecs @param {string} codec */
async function encodePicture({ VideoDecoder, VideoEncoder, VideoFrame }, codec) {
  const data = new Uint8Array(SIZE.width * SIZE.height * 1.5).fill(99);
  const format = { format: 'I420', codedWidth: SIZE.width, codedHeight: SIZE.height };
  const frame = new VideoFrame(data, { ...format, timestamp: 0 });
  await throughCoders(VideoEncoder, VideoDecoder, { codec, ...SIZE }, { codec }, frame);
}

/**
 * @param {any} Encoder
 * @param {any} Decoder
 * @param {object} config
 * @param {object} decoderConfig
 * @param {{ close(): void }} input
 */
async function throughCoders(Encoder, Decoder, config, decoderConfig, input) {
  /** @type {unknown[]} */
  const chunks = [];
  let outputs = 0;
  /** @param {Error} found */
  const error = (found) => {
    throw found;
  };
  const encoder = new Encoder({ output: (/** @type {unknown} */ chunk) => chunks.push(chunk), error });
  encoder.configure({ ...config, engine: 'wasm' });
  encoder.encode(input);
  input.close();
  await encoder.flush();
  encoder.close();
  const output = (/** @type {{ close(): void }} */ made) => {
    outputs += 1;
    made.close();
  };
  const decoder = new Decoder({ output, error });
  decoder.configure({ ...decoderConfig, engine: 'wasm' });
  for (const chunk of chunks) decoder.decode(chunk);
  await decoder.flush();
  decoder.close();
  if (outputs === 0) throw new Stop(`${JSON.stringify(config)} gave nothing.`);
}

/** @returns {() => void} */
function garbageCollector() {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
