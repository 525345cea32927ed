import { expect, it } from 'vitest';
import { Tally } from './tally.mjs';

it('counts what arrives once, and again', () => {
  const tally = new Tally();
  const [first, second] = [tally.next(), tally.next()];
  expect(tally.arrived(second)).toBe(true);
  expect(tally.arrived(second)).toBe(false);
  expect(tally).toMatchObject({ sent: 2, received: 1, duplicates: 1 });
  expect(tally.arrived(first)).toBe(true);
  expect(tally.received).toBe(2);
  expect(tally.ageMs(first)).toBeGreaterThanOrEqual(0);
});

it('does not count what was never sent', () => {
  const tally = new Tally();
  tally.next();
  expect(tally.arrived(1_700_000)).toBe(false);
  expect(tally).toMatchObject({ sent: 1, received: 0, duplicates: 0 });
});
