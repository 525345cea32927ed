import { expect, it } from 'vitest';
import { LatencyHistogram } from './latency-histogram.ts';

it('knows percentiles to 9 %, and count, mean and longest as they are', () => {
  const histogram = new LatencyHistogram();
  // 1 to 10,000 µs, in an order that is not theirs.
  for (let i = 0; i < 10_000; i += 1) histogram.record(((i * 7_919) % 10_000) + 1);
  const { count, meanUs, p50Us, p95Us, p99Us, maxUs } = histogram.summary();
  expect([count, meanUs, maxUs]).toEqual([10_000, 5_000.5, 10_000]);
  for (const [found, exact] of [
    [p50Us, 5_000],
    [p95Us, 9_500],
    [p99Us, 9_900],
  ] as const) {
    expect(found).toBeGreaterThanOrEqual(exact);
    expect(found).toBeLessThan(exact * 1.0906);
  }
});

it.each([
  ['nothing', [], { count: 0, meanUs: 0, p50Us: 0, p99Us: 0, maxUs: 0 }],
  ['a clock that goes back', [-5], { count: 1, meanUs: 0, p50Us: 0, maxUs: 0 }],
  ['a single call', [123.4], { count: 1, p50Us: 123.4, p99Us: 123.4, maxUs: 123.4 }],
  ['hours', [1e10], { count: 1, maxUs: 1e10 }],
])('takes %s', (_what, durations, expected) => {
  const histogram = new LatencyHistogram();
  for (const duration of durations) histogram.record(duration);
  expect(histogram.summary()).toMatchObject(expected);
});

it('forgets', () => {
  const histogram = new LatencyHistogram();
  histogram.record(50);
  histogram.clear();
  histogram.record(2);
  expect(histogram.summary()).toMatchObject({ count: 1, p99Us: 2, maxUs: 2 });
});
