import { describe, expect, test } from 'vitest';
import { channelMap } from './channel-map.ts';
import { blocksOf, difference, largestStep, nodeAtWork, noise, soundOf, throughNode } from './sound-contract.ts';

const left = noise(1000, { seed: 1 });
const right = noise(1000, { seed: 2 });

test('absent routes leave the sound as it is', () => {
  expect(throughNode(channelMap, {}, [left, right])).toEqual([left, right]);
});

test('sides are swapped', () => {
  const routes = [
    { from: 0, to: 1 },
    { from: 1, to: 0 },
  ];
  expect(throughNode(channelMap, { routes }, [left, right])).toEqual([right, left]);
});

test('one side is heard on both', () => {
  expect(
    throughNode(
      channelMap,
      {
        routes: [
          { from: 1, to: 0 },
          { from: 1, to: 1 },
        ],
      },
      [left, right],
    ),
  ).toEqual([right, right]);
});

test('what goes to one output is added, with its gains', () => {
  const routes = [
    { from: 0, to: 0, gain: 0.25 },
    { from: 1, to: 0, gain: -2 },
  ];
  const [got = left] = throughNode(channelMap, { routes }, [left, right]);
  expect(
    difference(
      got,
      left.map((sample, frame) => sample * 0.25 - 2 * (right[frame] ?? 0)),
    ),
  ).toBeLessThan(1e-6);
});

test('routes from channels that the sound does not have are silence', () => {
  const got = throughNode(channelMap, { routes: [{ from: 5, to: 1 }], channels: 3 }, [left]);
  expect(got).toEqual([new Float32Array(1000), new Float32Array(1000), new Float32Array(1000)]);
});

describe('without routes', () => {
  test('mono becomes both sides, and stereo its mean', () => {
    expect(throughNode(channelMap, { channels: 2 }, [left])).toEqual([left, left]);
    const mean = left.map((sample, frame) => (sample + (right[frame] ?? 0)) / 2);
    expect(difference(throughNode(channelMap, { channels: 1 }, [left, right])[0] ?? left, mean)).toBeLessThan(1e-7);
  });

  test('discrete channels keep their number', () => {
    const params = { channels: 2, interpretation: 'discrete' };
    expect(throughNode(channelMap, params, [left])).toEqual([left, new Float32Array(1000)]);
    expect(throughNode(channelMap, { ...params, channels: 1 }, [left, right])).toEqual([left]);
  });
});

test('a change in mid-stream does not click, and another number of channels comes at once', () => {
  const work = nodeAtWork(channelMap, { routes: [{ from: 0, to: 0 }] });
  for (const [index, block] of blocksOf([new Float32Array(4800).fill(0.5)]).entries()) {
    if (index === 10) work.set({ routes: [{ from: 0, to: 0, gain: -1 }] });
    work.put(block);
  }
  expect(largestStep(soundOf(work.emitted)[0] ?? left)).toBeLessThan(1 / 400);
  work.set({ routes: [], channels: 2 });
  work.put(blocksOf([left])[0] ?? { kind: 'text', text: '' });
  expect(work.emitted.at(-1)).toMatchObject({ channelCount: 2 });
});

test.each([
  [[{ from: 0 }], /routes\[0\].*to must be a channel from 0 to 7, not undefined/],
  [
    [
      { from: 0, to: 0 },
      { from: 8, to: 0 },
    ],
    /routes\[1\].*from.*not 8/,
  ],
  [[{ from: 0.5, to: 0 }], /from.*not 0.5/],
  [[{ from: 0, to: 0, gian: 1 }], /nothing called "gian"/],
])('routes like %o are refused', (routes, message) => {
  expect(() => nodeAtWork(channelMap, { routes })).toThrow(message);
  expect(() => nodeAtWork(channelMap).set({ routes })).toThrow(message);
});

test('the compiler learns how many channels come out', () => {
  const format = (params: Readonly<Record<string, unknown>>) =>
    channelMap.audioFormat?.(
      { routes: [], interpretation: 'speakers', ...params },
      { sampleRate: 48_000, channelCount: 1 },
    );
  expect(format({ channels: 2 })).toEqual({ sampleRate: 48_000, channelCount: 2 });
  expect(format({ routes: [{ from: 0, to: 3 }] })).toEqual({ sampleRate: 48_000, channelCount: 4 });
  expect(format({})).toEqual({ sampleRate: 48_000, channelCount: 1 });
});
