import { expect, it } from 'vitest';
import { busyShare, waitForQuiet } from './quiet.mjs';

it('tells which share of the time was used', () => {
  expect(busyShare({ busyMs: 100, allMs: 1000 }, { busyMs: 150, allMs: 1200 })).toBe(0.25);
  expect(busyShare({ busyMs: 100, allMs: 1000 }, { busyMs: 100, allMs: 1000 })).toBe(0);
});

it('gives up when there is no time to wait', async () => {
  await expect(waitForQuiet(0)).resolves.toBe(false);
});
