import { expect, test } from 'vitest';
import { FrameClock } from './frame-clock.ts';

/** Times of frames with these timestamps. */
function times(timestamps: readonly number[], durationUs = 33_333) {
  const clock = new FrameClock();
  return timestamps.map((timestampUs) => clock.next(timestampUs, durationUs));
}

const starts = (timestamps: readonly number[]) => times(timestamps).map(({ startUs }) => startUs);
const regular = (count: number, intervalUs: number) => Array.from({ length: count }, (_, index) => index * intervalUs);

test('regular timestamps are kept, wherever they begin', () => {
  expect(starts(regular(4, 33_333).map((timestampUs) => timestampUs + 7e12))).toEqual([0, 33_333, 66_666, 99_999]);
});

test('time goes on by a frame where timestamps stand still or run back', () => {
  expect(starts([100, 100, 50])).toEqual([0, 33_333, 66_666]);
});

test('the frame after a missing one lasts hardly longer than others', () => {
  const [, , , late] = times([0, 33_333, 66_666, 133_332]);
  expect(late?.durationUs).toBe(35_416);
});

test('frames that come at another rate than they were said to soon last as long as they do', () => {
  for (const intervalUs of [16_667, 50_000, 100_000])
    expect(times(regular(200, intervalUs)).at(-1)?.durationUs).toBeCloseTo(intervalUs, -2);
});

test('a pause of an hour is no lower frame rate', () => {
  const [, , after] = times([0, 33_333, 3.6e9]);
  expect(after?.durationUs).toBe(35_416);
});

test('a frame lasts a microsecond at least and a second at most', () => {
  const clock = new FrameClock();
  expect(clock.next(0, 0).durationUs).toBe(1);
  expect(new FrameClock().next(1, 1e12).durationUs).toBe(1_000_000);
});
