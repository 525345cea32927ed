import { describe, expect, it } from 'vitest';
import { AudioData } from './audio-data.ts';
import { type AudioSampleFormat, SAMPLE_FORMATS, sampleLayout } from './sample-formats.ts';

const FRAMES = 32_768;
const CHANNELS = 2;

describe('conversion of samples, beside Chromium', () => {
  for (const from of SAMPLE_FORMATS)
    for (const into of SAMPLE_FORMATS)
      it(`copies ${from} to ${into} bit for bit as Chromium does`, () => {
        const init = { format: from, sampleRate: 48_000, numberOfFrames: FRAMES, numberOfChannels: CHANNELS };
        const data = sourceSamples(from);
        const ours = new AudioData({ ...init, timestamp: 0, data });
        const native = new globalThis.AudioData({ ...init, timestamp: 0, data });
        for (let planeIndex = 0; planeIndex < (sampleLayout(into).isPlanar ? CHANNELS : 1); planeIndex += 1) {
          const options = { planeIndex, format: into, frameOffset: 3, frameCount: FRAMES - 7 };
          const size = native.allocationSize(options);
          expect(ours.allocationSize(options)).toBe(size);
          expect(firstDifference(copied(ours, size, options), copied(native, size, options), into)).toBe('none');
        }
        ours.close();
        native.close();
      });
});

/** Every 16-bit value; for wider ones all exponents, the ends and what is beyond. */
function sourceSamples(format: AudioSampleFormat): ArrayBuffer {
  const { type } = sampleLayout(format);
  const count = FRAMES * CHANNELS;
  const random = mulberry(1);
  const edges = [-2, -1, 1, 2, Infinity, -Infinity, -0, 0.999_999_94, -0.999_999_94, 1 / 32_768, 1.5 / 32_767];
  if (type === 'u8') return Uint8Array.from({ length: count }, (_, i) => i).buffer;
  if (type === 's16') return Int16Array.from({ length: count }, (_, i) => i).buffer;
  if (type === 's32') return Int32Array.from({ length: count }, (_, i) => (random() * 2 ** 32) >> (i % 31)).buffer;
  return Float32Array.from({ length: count }, (_, i) => edges[i] ?? (random() * 2.2 - 1.1) / 2 ** (i % 24)).buffer;
}

function copied(data: AudioData | globalThis.AudioData, size: number, options: AudioDataCopyToOptions): ArrayBuffer {
  const buffer = new ArrayBuffer(size);
  data.copyTo(buffer, options);
  return buffer;
}

function firstDifference(ours: ArrayBuffer, native: ArrayBuffer, format: AudioSampleFormat): string {
  const { type } = sampleLayout(format);
  const View = { u8: Uint8Array, s16: Int16Array, s32: Int32Array, f32: Float32Array }[type];
  const [a, b] = [new View(ours), new View(native)];
  const index = a.findIndex((value, i) => !Object.is(value, b[i]) && value !== b[i]);
  return index < 0 ? 'none' : `at ${index}: ours ${a[index]}, Chromium's ${b[index]}`;
}

function mulberry(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
