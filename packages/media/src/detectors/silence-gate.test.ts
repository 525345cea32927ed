import { expect, it } from 'vitest';
import { SilenceGate } from './silence-gate.ts';

it('says silent only after the whole time without any sound', () => {
  const gate = new SilenceGate({ afterMs: 1_000 });
  expect([gate.push(-100, 0), gate.push(-90, 999), gate.push(-81, 1_000)]).toEqual([false, false, true]);
  expect(gate.push(-79, 1_050)).toBe(false);
  expect([gate.push(-100, 1_100), gate.push(-100, 2_099), gate.push(-100, 2_100)]).toEqual([false, false, true]);
});

it('takes one sound between for a microphone that works', () => {
  const gate = new SilenceGate({ afterMs: 1_000, belowDbfs: -60 });
  gate.push(-100, 0);
  gate.push(-59, 900);
  expect(gate.push(-100, 1_800)).toBe(false);
  expect(gate.push(-61, 2_800)).toBe(true);
});

it('does not count a time in which nothing could be heard', () => {
  const gate = new SilenceGate({ afterMs: 1_000 });
  gate.push(-100, 0);
  gate.restart();
  expect(gate.push(-100, 5_000)).toBe(false);
  expect(gate.push(-100, 6_000)).toBe(true);
  gate.restart();
  expect(gate.silent).toBe(true);
});
