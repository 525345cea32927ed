import { check, never } from './expectations.ts';
import type { PlatformClasses } from './platform-classes.ts';

/** Hz. */
export const SAMPLE_RATE = 48_000;

/** A chunk with what came with it. */
export interface EncodedAudio {
  /** The chunk. */
  readonly chunk: EncodedAudioChunk;
  /** What came with it. */
  readonly metadata: EncodedAudioChunkMetadata | undefined;
}

/** Two tones with a slow swell, from sample-frame `start` on. */
export function tone(start: number, frames: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: frames }, (_, index) => {
    const time = (start + index) / SAMPLE_RATE;
    const swell = 0.6 + 0.4 * Math.sin(2 * Math.PI * 3 * time);
    return swell * (0.3 * Math.sin(2 * Math.PI * 330 * time) + 0.2 * Math.sin(2 * Math.PI * 880 * time));
  });
}

/** An AudioData of {@link tone}, the same in each channel. */
export function toneData({ AudioData }: PlatformClasses, start: number, frames: number, channels = 1): AudioData {
  const plane = tone(start, frames);
  const data = new Float32Array(frames * channels);
  for (let channel = 0; channel < channels; channel += 1) data.set(plane, channel * frames);
  const timestamp = (start / SAMPLE_RATE) * 1_000_000;
  const shape = { numberOfChannels: channels, numberOfFrames: frames, sampleRate: SAMPLE_RATE };
  return new AudioData({ format: 'f32-planar', timestamp, data, ...shape });
}

/** Encodes a second of {@link tone} in pieces of 10 ms. */
export async function encodeTone(
  classes: PlatformClasses,
  config: Partial<AudioEncoderConfig> = {},
): Promise<EncodedAudio[]> {
  const results: EncodedAudio[] = [];
  const encoder = new classes.AudioEncoder({
    output: (chunk, metadata) => results.push({ chunk, metadata }),
    error: never('error'),
  });
  const channels = config.numberOfChannels ?? 1;
  encoder.configure({ codec: 'opus', sampleRate: SAMPLE_RATE, numberOfChannels: channels, bitrate: 96_000, ...config });
  for (let start = 0; start < SAMPLE_RATE; start += 480) {
    const data = toneData(classes, start, 480, channels);
    encoder.encode(data);
    data.close();
  }
  await encoder.flush();
  encoder.close();
  return results;
}

/** Decodes chunks to the samples of the first channel. */
export async function decodeAll(classes: PlatformClasses, encoded: readonly EncodedAudio[]): Promise<Float32Array> {
  const blocks: Float32Array[] = [];
  const decoder = new classes.AudioDecoder({
    output: (data) => {
      const block = new Float32Array(data.numberOfFrames);
      data.copyTo(block, { planeIndex: 0, format: 'f32-planar' });
      blocks.push(block);
      data.close();
    },
    error: never('error'),
  });
  const config = encoded[0]?.metadata?.decoderConfig;
  check(config !== undefined, 'the first chunk brings a decoderConfig');
  decoder.configure(config);
  for (const { chunk } of encoded) decoder.decode(chunk);
  await decoder.flush();
  decoder.close();
  const whole = new Float32Array(blocks.reduce((sum, block) => sum + block.length, 0));
  let at = 0;
  for (const block of blocks) {
    whole.set(block, at);
    at += block.length;
  }
  return whole;
}

/** How like the tone a decoded sound is, 0 to 1, at the best of all delays up to 20 ms. */
export function likeness(sound: Float32Array): number {
  const from = SAMPLE_RATE / 5;
  const wanted = tone(from, SAMPLE_RATE / 10);
  let best = 0;
  for (let delay = 0; delay < SAMPLE_RATE / 50; delay += 1)
    best = Math.max(best, correlation(wanted, sound.subarray(from + delay)));
  return best;
}

function correlation(wanted: Float32Array, sound: Float32Array): number {
  let [product, one, other] = [0, 0, 0];
  for (const [index, a] of wanted.entries()) {
    const b = sound[index] ?? 0;
    product += a * b;
    one += a * a;
    other += b * b;
  }
  return product / Math.sqrt(one * other || 1);
}
