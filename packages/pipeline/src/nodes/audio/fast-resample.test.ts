import { describe, expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import { fastResample } from './fast-resample.ts';
import { blocksOf, levelAt, nodeAtWork, noise, soundOf, throughNode, tone } from './sound-contract.ts';

/** As the documentation of `quality` says. */
const QUALITIES = [
  { quality: 'Low', edge: 0.7, rippleDb: 0.02, rejectionDb: 55 },
  { quality: 'Medium', edge: 0.84, rippleDb: 0.01, rejectionDb: 75 },
  { quality: 'High', edge: 0.9, rippleDb: 0.01, rejectionDb: 90 },
];

const RATES = [
  [48_000, 16_000],
  [16_000, 48_000],
  [44_100, 48_000],
  [48_000, 44_100],
] as const;

/** Level of a tone of level 1 behind the resampler, in dB, measured at `heardHz` over one second without the ends. */
function levelDb(hz: number, heardHz: number, from: number, to: number, quality: string): number {
  const sound = tone(hz, from * 1.2, { sampleRate: from, level: 1 });
  const params = { targetRate: to, quality };
  const [got = new Float32Array(0)] = throughNode(fastResample, params, [sound], { sampleRate: from });
  return 20 * Math.log10(levelAt(got.subarray(to * 0.1, to * 1.1), heardHz, to));
}

describe.each(QUALITIES)('with quality $quality', ({ quality, edge, rippleDb, rejectionDb }) => {
  test.each(RATES)('from %i to %i Hz the pass-band is flat', (from, to) => {
    const lower = Math.min(from, to) / 2;
    for (const part of [0.01, 0.2, 0.5, edge]) {
      const hz = Math.floor(lower * part);
      expect(Math.abs(levelDb(hz, hz, from, to, quality)), `${hz} Hz`).toBeLessThan(rippleDb);
    }
  });

  test.each(RATES.filter(([from, to]) => to < from))('from %i to %i Hz nothing folds back', (from, to) => {
    for (const hz of [to / 2 + 100, Math.min(to * 0.7, from / 2 - 100)]) {
      expect(levelDb(hz, to - hz, from, to, quality), `${hz} Hz`).toBeLessThan(-rejectionDb);
    }
  });

  test('from 16000 to 48000 Hz no image appears', () => {
    expect(levelDb(7000 * edge, 16_000 - 7000 * edge, 16_000, 48_000, quality)).toBeLessThan(-rejectionDb);
  });
});

test('the default is Medium', () => {
  const sound = [noise(4800)];
  const medium = throughNode(fastResample, { targetRate: 16_000, quality: 'Medium' }, sound);
  expect(throughNode(fastResample, { targetRate: 16_000 }, sound)).toEqual(medium);
});

test('the output is as long as the input', () => {
  const [got] = throughNode(fastResample, { targetRate: 44_100 }, [noise(48_000)]);
  expect(got?.length).toBe(44_100);
});

test('equal rates, and auto, change nothing and wait for nothing', () => {
  for (const params of [{}, { targetRate: 48_000 }, { sourceRate: 48_000, targetRate: 'auto' }]) {
    const sound = [noise(1000), noise(1000, { seed: 2 })];
    expect(throughNode(fastResample, params, sound, { flush: false })).toEqual(sound);
  }
});

test('channels are mixed on the way', () => {
  const both = [tone(400, 9600), tone(400, 9600).map((sample) => -sample)];
  const [got = new Float32Array(1)] = throughNode(fastResample, { targetRate: 16_000, channels: 1 }, both);
  expect(Math.max(...got.map(Math.abs))).toBeLessThan(1e-6);
  const two = throughNode(fastResample, { targetRate: 16_000, channels: 2 }, [tone(400, 9600)]);
  expect(two).toHaveLength(2);
  expect(two[0]).toEqual(two[1]);
});

test('the rate of the input may change in mid-stream, that of the output stays', () => {
  const work = nodeAtWork(fastResample, { targetRate: 16_000 });
  for (const block of blocksOf([tone(400, 9600)])) work.put(block);
  for (const block of blocksOf([tone(400, 8820, { sampleRate: 44_100 })], { sampleRate: 44_100 })) work.put(block);
  work.flush();
  expect(work.emitted.every((item) => item.kind === 'audio' && item.sampleRate === 16_000)).toBe(true);
  expect(soundOf(work.emitted)[0]?.length).toBe(6400);
});

test('sound of another rate than source_rate is refused, when compiling and when running', () => {
  const values = { sourceRate: 44_100, targetRate: 16_000, quality: 'Low' };
  const conflict = fastResample.audioFormat?.(values, { sampleRate: 48_000, channelCount: 1 });
  expect(conflict).toEqual({ conflict: expect.stringMatching(/44100 Hz.*48000 Hz.*"auto"/) });
  const work = nodeAtWork(fastResample, values);
  expect(() => work.put(new AudioBlock(48_000, [noise(128)]))).toThrow(/44100 Hz.*48000 Hz/);
  work.put(new AudioBlock(44_100, [noise(4410)]));
  expect(work.emitted).toHaveLength(1);
});

test('the compiler learns the format of the output', () => {
  const format = (values: Readonly<Record<string, unknown>>, sampleRate: number | undefined) =>
    fastResample.audioFormat?.({ sourceRate: 'auto', targetRate: 'auto', ...values }, { sampleRate, channelCount: 2 });
  expect(format({ targetRate: 16_000, channels: 1 }, 48_000)).toEqual({ sampleRate: 16_000, channelCount: 1 });
  expect(format({}, 48_000)).toEqual({ sampleRate: 48_000, channelCount: 2 });
  expect(format({ sourceRate: 44_100 }, undefined)).toEqual({ sampleRate: 44_100, channelCount: 2 });
});

test('a rate that nothing can be made of is a fault of that block', () => {
  const work = nodeAtWork(fastResample, { targetRate: 16_000 });
  expect(() => work.put(new AudioBlock(44_100.5, [noise(128)]))).toThrow(/out-of-range/);
  work.put(new AudioBlock(44_100, [noise(4410)]));
  expect(work.emitted).toHaveLength(1);
});
