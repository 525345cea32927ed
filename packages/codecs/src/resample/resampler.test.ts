import { expect, test } from 'vitest';
import { Resampler, type ResamplerOptions } from './resampler.ts';

/** A tone of full scale, without beginning or end inside. */
function tone(hz: number, sampleRate: number, frames: number): Float32Array {
  return Float32Array.from({ length: frames }, (_, frame) => Math.sin((2 * Math.PI * hz * frame) / sampleRate));
}

/** All of the input in pieces of `piece` samples, and what is flushed. */
function resampled(
  input: Float32Array,
  inputRate: number,
  outputRate: number,
  piece = 441,
  quality: ResamplerOptions['quality'] = 'high',
): Float32Array {
  const resampler = new Resampler({ inputRate, outputRate, quality });
  const parts: number[] = [];
  const take = (count: number) => {
    for (const sample of resampler.output[0]?.subarray(0, count) ?? []) parts.push(sample);
  };
  for (let at = 0; at < input.length; at += piece) take(resampler.process([input.subarray(at, at + piece)]));
  take(resampler.flush());
  return Float32Array.from(parts);
}

/** Root mean square in dB of full scale, without the ends. */
function loudness(pcm: Float32Array, edge: number): number {
  const middle = pcm.subarray(edge, pcm.length - edge);
  return 10 * Math.log10(middle.reduce((sum, sample) => sum + sample ** 2, 0) / middle.length) + 3.0103;
}

const RATES = [
  [44100, 48000],
  [48000, 44100],
  [22050, 24000],
  [96000, 48000],
  [11025, 8000],
  [47999, 48000],
  [192000, 16000],
] as const;

test.each(RATES)('from %i to %i Hz a tone in the pass-band stays what it is, at its time', (from, to) => {
  for (const part of [0.05, 0.5, 0.89]) {
    const hz = (Math.min(from, to) / 2) * part;
    const got = resampled(tone(hz, from, 20_000), from, to);
    const wanted = tone(hz, to, got.length);
    const edge = Math.ceil(got.length / 10);
    const difference = got.map((sample, index) => sample - (wanted[index] ?? 0));
    expect(loudness(difference, edge)).toBeLessThan(-55);
    expect(loudness(got, edge)).toBeCloseTo(loudness(wanted, edge), 2);
  }
});

test.each(RATES.filter(([from, to]) => to < from))(
  'from %i to %i Hz what the output cannot hold is gone',
  (from, to) => {
    for (const hz of [to / 2 + 1, (to / 2 + from / 2) / 2, from / 2 - 100]) {
      const got = resampled(tone(hz, from, 40_000), from, to);
      expect(loudness(got, Math.ceil(got.length / 8))).toBeLessThan(-90);
    }
  },
);

test.each(
  RATES.flatMap(([from, to]) => [
    [from, to, 'medium', 0.84, 0.01, -75] as const,
    [from, to, 'low', 0.7, 0.02, -55] as const,
  ]),
)('from %i to %i Hz with %s quality the pass-band ends at %f, and ripple and rejection are as told', (...row) => {
  const [from, to, quality, edge, rippleDb, rejectionDb] = row;
  const lower = Math.min(from, to) / 2;
  for (const part of [0.05, edge / 2, edge]) {
    const got = resampled(tone(lower * part, from, 20_000), from, to, 441, quality);
    const wanted = tone(lower * part, to, got.length);
    const ends = Math.ceil(got.length / 10);
    expect(Math.abs(loudness(got, ends) - loudness(wanted, ends))).toBeLessThan(rippleDb);
  }
  for (const hz of to < from ? [to / 2 + 1, from / 2 - 100] : []) {
    const got = resampled(tone(hz, from, 40_000), from, to, 441, quality);
    expect(loudness(got, Math.ceil(got.length / 8))).toBeLessThan(rejectionDb);
  }
});

test('no image of the input appears above its Nyquist frequency', () => {
  const hz = 7000;
  const got = resampled(tone(hz, 16000, 16_000), 16000, 48000);
  const wanted = tone(hz, 48000, got.length);
  const rest = got.map((sample, index) => sample - (wanted[index] ?? 0));
  expect(loudness(rest, 6000)).toBeLessThan(-90);
});

test.each([...RATES, [384_000, 3000], [3000, 384_000], [48000, 48000]] as const)(
  'from %i to %i Hz the count is the exact one, however the input is cut',
  (from, to) => {
    for (const frames of [0, 1, 147, 2401]) {
      for (const piece of [1, 128, 10_000]) {
        const { length } = resampled(new Float32Array(frames).fill(0.5), from, to, Math.max(piece, frames / 500));
        expect(length).toBe(Math.ceil((frames * to) / from));
      }
    }
  },
);

test('the pieces do not show', () => {
  const input = tone(1234, 44100, 5000);
  expect(resampled(input, 44100, 48000, 97)).toEqual(resampled(input, 44100, 48000, 5000));
});

test('equal rates change nothing', () => {
  const input = tone(1234, 48000, 1000);
  expect(resampled(input, 48000, 48000)).toEqual(input);
});

test('channels do not mix, and a flush begins anew', () => {
  const resampler = new Resampler({ inputRate: 44100, outputRate: 48000, channelCount: 2 });
  const left = tone(500, 44100, 4410);
  const once = () => {
    const count = resampler.process([left, new Float32Array(4410)]);
    expect(resampler.output[1]?.subarray(0, count).every((sample) => sample === 0)).toBe(true);
    const first = resampler.output[0]?.slice(0, count);
    expect(count + resampler.flush()).toBe(4800);
    return first;
  };
  expect(once()).toEqual(once());
});

test('blocks of one size use the same memory again', () => {
  const resampler = new Resampler({ inputRate: 44100, outputRate: 48000 });
  const block = [new Float32Array(441)];
  resampler.process(block);
  resampler.process(block);
  const { output } = resampler;
  for (let index = 0; index < 100; index += 1) resampler.process(block);
  expect(resampler.output).toBe(output);
});

test('of arrays that are too long only the count is taken', () => {
  const input = tone(1234, 44100, 1000);
  const resampler = new Resampler({ inputRate: 44100, outputRate: 48000 });
  const longer = new Float32Array(1500).fill(9);
  longer.set(input);
  const count = resampler.process([longer], 1000);
  const other = new Resampler({ inputRate: 44100, outputRate: 48000 });
  expect(other.process([input])).toBe(count);
  expect(resampler.output[0]?.subarray(0, count)).toEqual(other.output[0]?.subarray(0, count));
  expect(() => resampler.process([longer], 1501)).toThrow(/1 arrays of at least 1501 samples, not arrays of 1500/);
  expect(() => resampler.process([longer], Number.NaN)).toThrow(/invalid-argument/);
  expect(() => resampler.process([longer], -1)).toThrow(/invalid-argument/);
});

test('rates and inputs that are not allowed are refused', () => {
  expect(() => new Resampler({ inputRate: 2999, outputRate: 48000 })).toThrow(/inputRate must be from 3000/);
  expect(() => new Resampler({ inputRate: 44100.5, outputRate: 48000 })).toThrow(/out-of-range/);
  expect(() => new Resampler({ inputRate: 44100, outputRate: 1e6 })).toThrow(/outputRate/);
  expect(() => new Resampler({ inputRate: 44100, outputRate: 48000, channelCount: 0 })).toThrow(/channelCount/);
  const stereo = new Resampler({ inputRate: 44100, outputRate: 48000, channelCount: 2 });
  expect(() => stereo.process([new Float32Array(1)])).toThrow(/2 arrays of one length/);
  expect(() => stereo.process([new Float32Array(1), new Float32Array(2)])).toThrow(/not arrays of 1, 2 samples/);
});
