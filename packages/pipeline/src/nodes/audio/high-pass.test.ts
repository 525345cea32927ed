import { describe, expect, test } from 'vitest';
import { highPass } from './high-pass.ts';
import { blocksOf, largestStep, levelAt, nodeAtWork, soundOf, throughNode, tone } from './sound-contract.ts';

/** Gain of the analog high-pass s²/(s² + s/q + 1) at the frequency that the bilinear transform puts there. */
function secondOrder(hz: number, cutoffHz: number, q: number, sampleRate: number): number {
  const w = Math.tan((Math.PI * hz) / sampleRate) / Math.tan((Math.PI * cutoffHz) / sampleRate);
  return w ** 2 / Math.hypot(1 - w ** 2, w / q);
}

/** Gain of a Butterworth high-pass of the fourth order. */
function fourthOrder(hz: number, cutoffHz: number, sampleRate: number): number {
  const w = Math.tan((Math.PI * hz) / sampleRate) / Math.tan((Math.PI * cutoffHz) / sampleRate);
  return w ** 4 / Math.sqrt(1 + w ** 8);
}

/** Gain for a tone, after the beginning is past; the part that is looked at has whole turns. */
function measured(hz: number, params: Readonly<Record<string, unknown>>, sampleRate: number): number {
  const [got = new Float32Array(0)] = throughNode(highPass, params, [tone(hz, 2 * sampleRate, { sampleRate })], {
    sampleRate,
  });
  return levelAt(got.subarray(sampleRate), hz, sampleRate) / 0.5;
}

describe.each([16_000, 48_000])('at %i Hz', (sampleRate) => {
  test.each([
    [80, Math.SQRT1_2],
    [300, 0.5],
    [1000, 4],
    [5000, Math.SQRT1_2],
  ])('the response with %f Hz and q %f is that of the closed form', (frequencyHz, q) => {
    for (const hz of [20, 79, 80, 301, 1000, 3000, 7000]) {
      const wanted = secondOrder(hz, frequencyHz, q, sampleRate);
      expect(Math.abs(measured(hz, { frequencyHz, q }, sampleRate) - wanted)).toBeLessThan(1e-4 * Math.max(1, wanted));
    }
  });

  test.each([80, 1000])(
    '24 dB for each octave are a Butterworth filter of the fourth order at %f Hz',
    (frequencyHz) => {
      for (const hz of [40, 80, 160, 500, 1000, 4000]) {
        const wanted = fourthOrder(hz, frequencyHz, sampleRate);
        expect(Math.abs(measured(hz, { frequencyHz, slope: 24 }, sampleRate) - wanted)).toBeLessThan(1e-4);
      }
    },
  );
});

test('by default its frequency comes through 3 dB weaker', () => {
  expect(20 * Math.log10(measured(80, {}, 48_000))).toBeCloseTo(-3.01, 1);
});

test('a constant part goes', () => {
  const [got = new Float32Array(0)] = throughNode(highPass, {}, [new Float32Array(48_000).fill(0.5)]);
  expect(Math.abs(got.at(-1) ?? 1)).toBeLessThan(1e-6);
});

test('a frequency above what the rate can hold leaves next to nothing, and stays stable', () => {
  const [got = new Float32Array(0)] = throughNode(highPass, { frequencyHz: 96_000 }, [tone(1000, 48_000)]);
  expect(got.every((sample) => Math.abs(sample) < 0.5)).toBe(true);
});

test.each([{ frequencyHz: 2000 }, { slope: 24 }, { q: 5 }, { frequencyHz: 20, slope: 24, q: 2 }])(
  'a change to %o in mid-tone does not click, and arrives',
  (next) => {
    const sound = tone(500, 48_000);
    const work = nodeAtWork(highPass, { frequencyHz: 200 });
    for (const [index, block] of blocksOf([sound]).entries()) {
      if (index === 100) work.set(next);
      work.put(block);
    }
    const [got = new Float32Array(0)] = soundOf(work.emitted);
    expect(largestStep(got)).toBeLessThan(largestStep(sound) * 1.3);
    const [fresh = new Float32Array(0)] = throughNode(highPass, { frequencyHz: 200, ...next }, [sound]);
    const end = got.subarray(-4800).map((sample, frame) => sample - (fresh.at(frame - 4800) ?? 0));
    expect(Math.max(...end.map(Math.abs))).toBeLessThan(1e-4);
  },
);
