import { expect, it } from 'vitest';
import { AudioTimeline } from './audio-timeline.ts';

/** Times of the first samples of packets of 960, from inputs of 441 sample-frames at 44,100 Hz: 10 ms each. */
function timesOf(timestamps: readonly number[]): number[] {
  const timeline = new AudioTimeline(44_100, 48_000, 20_000);
  return timestamps.map((timestampUs) => {
    timeline.input(timestampUs, 441);
    const { nowUs } = timeline;
    timeline.advance(480);
    return nowUs;
  });
}

it('counts samples, so that roundings of timestamps do not add up', () => {
  expect(timesOf([5, 10_004, 20_007, 30_003])).toEqual([5, 10_005, 20_005, 30_005]);
});

it('takes a gap over, and nothing that goes back', () => {
  expect(timesOf([0, 10_000, 100_000, 110_000, 50_000])).toEqual([0, 10_000, 100_000, 110_000, 120_000]);
});

it('does not drift in an hour', () => {
  const timeline = new AudioTimeline(44_100, 48_000, 20_000);
  timeline.input(0, 44_100 * 3600);
  for (let i = 0; i < 180_000; i += 1) timeline.advance(960);
  expect(timeline.nowUs).toBe(3_600_000_000);
});
