import { ManualClock } from '@remotemedia/base';
import { expect, test } from 'vitest';
import type { LogLine } from '../log.ts';
import { Drain } from './drain.ts';

/** A server that `remaining` peers are on. */
function server(remaining: number) {
  const clock = new ManualClock();
  const state = { remaining, begun: [] as number[], lines: [] as LogLine[], isOver: false };
  const drain = new Drain({
    clock,
    begin: (deadlineMs) => state.begun.push(deadlineMs),
    remaining: () => state.remaining,
    log: (line) => state.lines.push(line),
  });
  const run = (timeoutMs: number): void => {
    void drain.run(timeoutMs).then(() => {
      state.isOver = true;
    });
  };
  return { clock, drain, state, run };
}

test('a drain waits until everyone has moved', async () => {
  const { clock, drain, state, run } = server(2);
  expect(drain.isDraining).toBe(false);
  run(10_000);
  expect(drain.isDraining).toBe(true);
  expect(state.begun).toEqual([10_000]);
  await clock.advance(1_000);
  expect(state.isOver).toBe(false);
  state.remaining = 0;
  await clock.advance(100);
  expect(state.isOver).toBe(true);
  expect(clock.pending).toBe(0);
  expect(state.lines.map(({ message }) => message)).toEqual([
    'draining: 2 to move within 10000 ms',
    'drained: nobody is left',
  ]);
});

test('a drain ends with its time, whoever is still there', async () => {
  const { clock, state, run } = server(3);
  run(120);
  await clock.advance(119);
  expect(state.isOver).toBe(false);
  await clock.advance(1);
  expect(state.isOver).toBe(true);
  expect(clock.pending).toBe(0);
  expect(state.lines.at(-1)).toEqual({ level: 'warn', message: 'drained: 3 did not move in time' });
});

test('a drain of an empty server, or without time, is over at once', async () => {
  for (const [remaining, timeoutMs] of [
    [0, 10_000],
    [5, 0],
  ] as const) {
    const { clock, state, run } = server(remaining);
    run(timeoutMs);
    await clock.advance(0);
    expect(state.isOver).toBe(true);
    expect(clock.pending).toBe(0);
  }
});

test('a drain is asked for once, and can be cut short', async () => {
  const { clock, drain, state, run } = server(1);
  run(10_000);
  run(20);
  await clock.advance(500);
  expect({ begun: state.begun, isOver: state.isOver }).toEqual({ begun: [10_000], isOver: false });
  drain.cancel();
  drain.cancel();
  await clock.advance(0);
  expect({ isOver: state.isOver, pending: clock.pending, isDraining: drain.isDraining }).toEqual({
    isOver: true,
    pending: 0,
    isDraining: true,
  });
});
