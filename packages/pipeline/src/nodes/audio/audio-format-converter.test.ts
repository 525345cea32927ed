import { expect, test } from 'vitest';
import { audioFormatConverter } from './audio-format-converter.ts';
import { difference, levelAt, noise, throughNode, tone } from './sound-contract.ts';

function converted(params: Readonly<Record<string, unknown>>, sound: Float32Array): Float32Array {
  return throughNode(audioFormatConverter, params, [sound])[0] ?? new Float32Array(0);
}

test.each([
  ['s16', 32_768],
  ['s24', 8_388_608],
  ['u8', 128],
] as const)('samples lie on the steps of %s, at the nearest one', (sampleFormat, steps) => {
  const sound = noise(4800, { level: 0.99 });
  const got = converted({ sampleFormat }, sound);
  expect(got.every((sample) => Number.isInteger(sample * steps))).toBe(true);
  expect(difference(got, sound)).toBeLessThanOrEqual(0.5 / steps + 1e-7);
  const loud = converted({ sampleFormat, clamp: false }, noise(4800, { level: 4 }));
  expect(Math.max(...loud)).toBe((steps - 1) / steps);
  expect(Math.min(...loud)).toBe(-1);
});

test('what went through an Int16Array before is not changed', () => {
  const sound = Float32Array.from({ length: 65_536 }, (_, index) => (index - 32_768) / 32_768);
  expect(converted({ sampleFormat: 's16' }, sound)).toEqual(sound);
});

test('floats are cut off beyond 1, or left', () => {
  const sound = noise(1000, { level: 3 });
  expect(converted({}, sound)).toEqual(sound.map((sample) => Math.max(-1, Math.min(1, sample))));
  expect(converted({ clamp: false }, sound)).toEqual(sound);
});

test('with dither a tone smaller than a step is heard, and its harmonics are gone', () => {
  const faint = tone(1000, 480_000, { level: 1.2 / 32_768 });
  const plain = converted({ sampleFormat: 's16' }, faint);
  const dithered = converted({ sampleFormat: 's16', dither: 'triangular' }, faint);
  const inSteps = (sound: Float32Array, hz: number) => levelAt(sound, hz) * 32_768;
  expect(inSteps(plain, 3000)).toBeGreaterThan(0.05);
  expect(inSteps(dithered, 3000)).toBeLessThan(0.01);
  expect(inSteps(dithered, 1000)).toBeCloseTo(1.2, 1);
});

test('channels are mixed by the rules of Web Audio', () => {
  const sound = noise(1000);
  expect(throughNode(audioFormatConverter, { channels: 2 }, [sound])).toEqual([sound, sound]);
  expect(throughNode(audioFormatConverter, { channels: 1 }, [sound, sound])).toEqual([sound]);
});
