import { expect, it } from 'vitest';
import { latest, Meter, remember } from './meter.ts';

it('averages what came since the last look', () => {
  const meter = new Meter();
  expect(meter.take()).toEqual({ sum: 0, count: 0, mean: undefined });
  meter.add(2);
  meter.add(4);
  expect(meter.take()).toEqual({ sum: 6, count: 2, mean: 3 });
  expect(meter.take().count).toBe(0);
});

it('keeps as many points as a chart has, and knows the last that was measured', () => {
  let history: readonly (number | undefined)[] = [];
  for (let value = 0; value < 70; value += 1) history = remember(history, value);
  expect(history).toHaveLength(60);
  expect(history[0]).toBe(10);
  expect(latest(remember(history, undefined))).toBe(69);
  expect(latest([undefined])).toBeUndefined();
});
