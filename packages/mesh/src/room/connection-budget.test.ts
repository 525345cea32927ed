import { ManualClock } from '@remotemedia/base';
import { expect, it } from 'vitest';
import { ConnectionBudget } from './connection-budget.ts';

it('lets a peer have five connections in ten seconds, and all together forty', async () => {
  const clock = new ManualClock();
  const budget = new ConnectionBudget(clock);
  const taken = (id: string, times: number) =>
    Array.from({ length: times }, () => budget.take(id)).filter(Boolean).length;
  expect(taken('flood', 100)).toBe(5);
  expect(taken('other', 1)).toBe(1);
  for (let peer = 0; peer < 100; peer += 1) taken(`peer-${peer}`, 1);
  expect(taken('late', 1)).toBe(0);
  await clock.advance(10_000);
  expect(taken('late', 1)).toBe(1);
});
