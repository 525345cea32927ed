import { describe, expect, test } from 'vitest';
import { limiter } from './limiter.ts';
import { blocksOf, largestStep, nodeAtWork, noise, soundOf, throughNode, tone } from './sound-contract.ts';

/** Sample-frames of the default look-ahead at 48 kHz. */
const DELAY = 240;

function highest(planes: readonly Float32Array[]): number {
  return planes.reduce((most, plane) => plane.reduce((high, sample) => Math.max(high, Math.abs(sample)), most), 0);
}

/** The limiter as its definition says, without rings and running sums. */
function reference(sound: Float32Array, threshold: number, delay: number, releaseFrames: number): Float32Array {
  const wanted = Array.from(sound, (sample) => Math.min(1, threshold / Math.max(Math.abs(sample), 1e-30)));
  let held = 1;
  const factors = Array.from({ length: sound.length + delay }, (_, frame) => {
    const least = Math.min(1, ...wanted.slice(Math.max(0, frame - delay), frame + 1));
    held = Math.min(least, held + (least - held) * (1 - Math.exp(-1 / releaseFrames)));
    return held;
  });
  return Float32Array.from(factors, (_, frame) => {
    const window = Array.from({ length: delay + 1 }, (__, back) => factors[frame - back] ?? 1);
    const mean = window.reduce((sum, factor) => sum + factor, 0) / window.length;
    return (sound[frame - delay] ?? 0) * mean;
  });
}

test('what is below the threshold comes through unchanged, later by the look-ahead', () => {
  const sound = noise(4800, { level: 0.89 });
  const [got = new Float32Array(0)] = throughNode(limiter, {}, [sound]);
  expect(got.length).toBe(4800 + DELAY);
  expect(got.subarray(DELAY)).toEqual(sound);
  expect(got.subarray(0, DELAY).every((sample) => sample === 0)).toBe(true);
});

describe.each([-1, -6, -12.34, -60, 0])('with a threshold of %f dB', (thresholdDb) => {
  const threshold = 10 ** (thresholdDb / 20);
  const step = new Float32Array(9600).fill(0.01).fill(4, 3000, 3001).fill(-2, 5000, 7000);
  const bursts = noise(24_000, { level: 30 }).map((sample, frame) => (frame % 1700 < 60 ? sample : sample / 60));

  test.each([
    ['noise', noise(24_000, { level: 3 })],
    ['a step and a single sample', step],
    ['bursts', bursts],
    ['a tone', tone(997, 24_000, { level: 2 })],
  ])('no sample of %s is above it', (_, sound) => {
    for (const params of [{}, { releaseMs: 1 }, { lookaheadMs: 0.1, releaseMs: 1 }, { lookaheadMs: 50 }]) {
      const got = throughNode(limiter, { ...params, thresholdDb }, [sound, noise(sound.length, { level: 0.2 })]);
      expect(highest(got)).toBeLessThanOrEqual(threshold);
      expect(highest(got)).toBeGreaterThan(threshold * 0.5);
    }
  });
});

test('it does what its definition says', () => {
  const sound = noise(3000, { level: 0.2 }).map((sample, frame) => (frame % 900 < 30 ? sample * 20 : sample));
  const [got = new Float32Array(0)] = throughNode(limiter, { thresholdDb: -6, releaseMs: 20 }, [sound]);
  const wanted = reference(sound, 10 ** (-6 / 20), DELAY, 960);
  expect(got.length).toBe(wanted.length);
  const worst = got.reduce((most, sample, frame) => Math.max(most, Math.abs(sample - (wanted[frame] ?? 0))), 0);
  expect(worst).toBeLessThan(2e-6);
});

test('both sides are turned down together', () => {
  const loud = tone(300, 9600, { level: 2 });
  const soft = tone(300, 9600, { level: 0.5 });
  const [left = new Float32Array(0), right = new Float32Array(0)] = throughNode(limiter, {}, [loud, soft]);
  const ratio = left.map((sample, frame) => sample - 4 * (right[frame] ?? 0));
  expect(highest([ratio.subarray(DELAY)])).toBeLessThan(1e-6);
});

test('after a peak it lets go in the time that release_ms says', () => {
  const sound = new Float32Array(24_000).fill(0.5).fill(5, 4800, 4801);
  const [got = new Float32Array(0)] = throughNode(limiter, { thresholdDb: 0, releaseMs: 50 }, [sound]);
  // The hold of the look-ahead and half of the average are past by then.
  const after = DELAY + 4800 + DELAY / 2;
  const reduction = (ms: number) => 1 - (got[Math.round(after + ms * 48)] ?? 0) / 0.5;
  expect(reduction(50) / reduction(0)).toBeCloseTo(Math.exp(-1), 1);
  expect(reduction(250) / reduction(0)).toBeLessThan(0.01);
});

test('a lower threshold in mid-tone does not click, and holds after the look-ahead', () => {
  const sound = tone(200, 9600, { level: 0.9 });
  const work = nodeAtWork(limiter);
  for (const [index, block] of blocksOf([sound]).entries()) {
    if (index === 30) work.set({ thresholdDb: -20 });
    work.put(block);
  }
  const [got = new Float32Array(0)] = soundOf(work.emitted);
  expect(largestStep(got)).toBeLessThan(largestStep(sound) * 1.5);
  expect(highest([got.subarray(30 * 128 + DELAY)])).toBeLessThanOrEqual(0.1);
  expect(highest([got.subarray(0, 30 * 128)])).toBeGreaterThan(0.85);
});
