import { expect, test } from 'vitest';
import { gain } from './gain.ts';
import { blocksOf, difference, largestStep, nodeAtWork, noise, soundOf, throughNode, tone } from './sound-contract.ts';

test.each([
  [{ gainDb: 0 }, 1],
  [{ gainDb: 6.0206 }, 2],
  [{ gainDb: -20 }, 0.1],
  [{ gain: 0.25 }, 0.25],
  [{ gain: 0.5, gainDb: -20 }, 0.05],
  [{ gain: 0 }, 0],
  [{ gainDb: -120 }, 0],
  [{ muted: true, gainDb: 20 }, 0],
])('%o multiplies by %f', (params, factor) => {
  const sound = noise(1000);
  const wanted = sound.map((sample) => sample * factor);
  const [got = new Float32Array(0)] = throughNode(gain, params, [sound]);
  expect(difference(got, wanted)).toBeLessThan(1e-5);
  if (factor === 0) expect(got.every((sample) => sample === 0)).toBe(true);
});

test('nothing to do gives the very samples that came', () => {
  const sound = noise(1000);
  expect(throughNode(gain, {}, [sound])).toEqual([sound]);
});

test('a change in mid-stream is a straight line of ramp_ms, and begins at the next block', () => {
  const work = nodeAtWork(gain, { rampMs: 10 });
  const [first, ...rest] = blocksOf([new Float32Array(1280).fill(1)]);
  if (first) work.put(first);
  work.set({ gainDb: -20 });
  for (const block of rest) work.put(block);
  const [got = new Float32Array(0)] = soundOf(work.emitted);
  const wanted = got.map((_, frame) => 1 - 0.9 * Math.min(1, Math.max(0, (frame - 128) / 480)));
  expect(difference(got, wanted)).toBeLessThan(1e-6);
});

test('muting in mid-tone does not click, and ends in silence', () => {
  const sound = tone(200, 4800);
  const work = nodeAtWork(gain);
  for (const [index, block] of blocksOf([sound]).entries()) {
    if (index === 10) work.set({ muted: true });
    work.put(block);
  }
  const [got = new Float32Array(0)] = soundOf(work.emitted);
  expect(largestStep(got)).toBeLessThanOrEqual(largestStep(sound) + 0.5 / 480);
  expect(got.subarray(1280 + 480).every((sample) => sample === 0)).toBe(true);
});

test('a change during a change goes on from where it is', () => {
  const work = nodeAtWork(gain, { rampMs: 100 });
  const ones = blocksOf([new Float32Array(9600).fill(1)]);
  for (const [index, block] of ones.entries()) {
    if (index === 1) work.set({ gain: 0 });
    if (index === 20) work.set({ gain: 2 });
    work.put(block);
  }
  const [got = new Float32Array(0)] = soundOf(work.emitted);
  expect(largestStep(got)).toBeLessThan(2 / 4800);
  expect(got.at(-1)).toBe(2);
});
