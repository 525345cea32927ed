import type { Contender, Picture } from './contender.ts';
import { splitPieces } from './pieces.ts';
import type { Task } from './task.ts';

/** How close to the original an encoder stayed, in decibels: SNR of sound, PSNR of luma and chroma together. */
export interface Verdict {
  readonly qualityDb: number;
  readonly kilobitsPerSecond: number;
}

/** How much later sound comes out of an encoder and a decoder than it went in, in sample-frames: libopus at 48 kHz. */
const OPUS_DELAY = 312;
const FRAME = 960;

/**
 * Decodes what an encoder made, with a decoder that belongs to none of those who are measured, and compares it with what
 * went in.
 */
export async function judge(
  decoder: Contender,
  task: Extract<Task, { clip: string }>,
  packets: Uint8Array<ArrayBuffer>,
  clip: Uint8Array<ArrayBuffer>,
): Promise<Verdict> {
  const pieces = splitPieces(packets);
  const bits = pieces.reduce((sum, piece) => sum + piece.byteLength * 8, 0);
  if (task.what === 'opus-encode') {
    const original = new Int16Array(clip.buffer, clip.byteOffset, clip.byteLength / 2);
    const heard = await listen(decoder, task, pieces);
    const delay = OPUS_DELAY * task.settings.channelCount;
    return {
      qualityDb: signalToNoise(original, heard.subarray(delay)),
      kilobitsPerSecond: bits / (pieces.length * 20),
    };
  }
  const error = await watch(decoder, task, pieces, clip);
  const qualityDb = 10 * Math.log10(255 ** 2 / Math.max(error, 1e-9));
  return { qualityDb, kilobitsPerSecond: (bits * 30) / (pieces.length * 1_000) };
}

async function listen(
  decoder: Contender,
  { settings }: Extract<Task, { what: 'opus-encode' }>,
  pieces: readonly Uint8Array<ArrayBuffer>[],
): Promise<Int16Array> {
  const heard = new Int16Array(pieces.length * FRAME * settings.channelCount);
  let at = 0;
  const coder = await decoder.openOpusDecoder?.(settings, (sound) => {
    if (!(sound instanceof Float32Array)) throw new Error('the judge hears floats only');
    for (const sample of sound) {
      heard[at] = Math.round(Math.max(-1, Math.min(32_767 / 32_768, sample)) * 32_768);
      at += 1;
    }
  });
  for (const piece of pieces) await coder?.put(piece);
  await coder?.close();
  return heard;
}

/** Signal to noise ratio in decibels; what only one of the two has is left out. */
export function signalToNoise(original: Int16Array, other: Int16Array): number {
  const length = Math.min(original.length, other.length);
  let signal = 0;
  let noise = 0;
  for (let at = 0; at < length; at += 1) {
    const sample = original[at] ?? 0;
    signal += sample ** 2;
    noise += (sample - (other[at] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / Math.max(noise, 1e-9));
}

/** Mean square of the error of all samples of all pictures. */
async function watch(
  decoder: Contender,
  { settings }: Extract<Task, { what: 'video-encode' }>,
  pieces: readonly Uint8Array<ArrayBuffer>[],
  clip: Uint8Array<ArrayBuffer>,
): Promise<number> {
  const size = (settings.width * settings.height * 3) / 2;
  let error = 0;
  let index = 0;
  const take = (picture: Picture | undefined) => {
    if (!picture) throw new Error('the judge got no pixels');
    error += squaredError(picture, clip.subarray(index * size, (index + 1) * size));
    index += 1;
  };
  const coder = await decoder.openVideoDecoder?.(settings, take, true);
  for (const piece of pieces) await coder?.put(piece);
  await coder?.close();
  if (index !== pieces.length) throw new Error(`${pieces.length} packets gave ${index} pictures`);
  return error / (index * size);
}

function squaredError({ width, height, planes }: Picture, original: Uint8Array): number {
  let error = 0;
  let from = 0;
  for (const [index, { data, stride }] of planes.entries()) {
    const columns = index === 0 ? width : width / 2;
    const rows = index === 0 ? height : height / 2;
    for (let row = 0; row < rows; row += 1) {
      for (let column = 0; column < columns; column += 1) {
        error += ((data[row * stride + column] ?? 0) - (original[from + column] ?? 0)) ** 2;
      }
      from += columns;
    }
  }
  return error;
}
