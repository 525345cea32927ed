import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { QuantumClock, TIMED_SHARE } from './quantum-clock.ts';
import { timedReport } from './timed-report.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

test('between quanta time is that of the sound since the first of them', () => {
  const clock = new QuantumClock();
  expect(clock.now()).toBe(0);
  clock.begin(480_000, 48_000);
  clock.end();
  clock.begin(528_000, 48_000);
  clock.end();
  vi.advanceTimersByTime(500);
  expect(clock.now()).toBe(1000);
});

test('calls that are shorter than a millisecond have the right mean after many', () => {
  const clock = new QuantumClock();
  let measured = 0;
  const quanta = TIMED_SHARE * 4000;
  // 0.3 ms of work in each quantum of 2.667 ms: the machine's clock shows whole milliseconds only.
  for (let quantum = 0; quantum < quanta; quantum += 1) {
    const start = quantum * (128 / 48) + 0.123;
    vi.setSystemTime(Math.floor(start));
    clock.begin(quantum * 128, 48_000);
    const before = clock.now();
    vi.setSystemTime(Math.floor(start + 0.3));
    measured += clock.now() - before;
    clock.end();
  }
  expect((measured / quanta) * TIMED_SHARE).toBeCloseTo(0.3, 1);
});

test('reports have the means of all calls, though only some were timed', () => {
  const latency = { count: 700, meanUs: 10, p50Us: 0, p95Us: 0, p99Us: 1000, maxUs: 1000 };
  const node = { id: 'a', latency };
  const message = { type: 'done', id: 1, report: { nodes: [node] } } as unknown as Parameters<typeof timedReport>[0];
  expect(timedReport(message)).toMatchObject({ report: { nodes: [{ id: 'a', latency: { count: 700, meanUs: 70 } }] } });
  const window = { type: 'done', id: 1, report: { a: node } } as unknown as Parameters<typeof timedReport>[0];
  expect(timedReport(window)).toMatchObject({ report: { a: { latency: { meanUs: 70, maxUs: 1000 } } } });
  expect(timedReport({ type: 'done', id: 2 })).toEqual({ type: 'done', id: 2 });
});
