import { ManualClock } from '@remotemedia/base';
import { expect, it } from 'vitest';
import { StripeGovernor } from './stripe-governor.ts';

/** A lane whose rate depends on the number of connections. */
function watched(rateOf: (stripes: number) => number, tripMs = 100) {
  const clock = new ManualClock();
  const state = { isBusy: true, isHeldBack: true, stripes: 0, most: 0, sent: 0 };
  const governor = new StripeGovernor(
    {
      isBusy: () => state.isBusy,
      isHeldBack: () => state.isHeldBack,
      shortestTripMs: () => tripMs,
      sentBytes: () => state.sent,
      open: (count) => {
        state.stripes += count;
        state.most = Math.max(state.most, state.stripes);
      },
      closeAll: () => {
        state.stripes = 0;
      },
    },
    clock,
  );
  const run = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      if (state.isBusy) governor.wake();
      state.sent += state.isBusy ? rateOf(state.stripes) : 0;
      await clock.advance(1_000);
    }
  };
  return { clock, state, governor, run };
}

it('opens more as long as it helps, and closes all when nobody waits', async () => {
  const { state, run, governor, clock } = watched((stripes) => 1_000 * (stripes + 1));
  await run(2);
  expect(state.stripes).toBe(0);
  await run(30);
  expect(state.stripes).toBe(16);
  state.isBusy = false;
  await run(6);
  expect(state.stripes).toBe(0);
  governor.close();
  expect(clock.pending).toBe(0);
});

it('closes those that are of no use, and does not try again for a minute', async () => {
  const { state, run, governor } = watched(() => 1_000);
  await run(10);
  expect(state).toMatchObject({ stripes: 0, most: 4 });
  state.most = 0;
  await run(40);
  expect(state.most).toBe(0);
  governor.close();
});

it('opens none to a peer that is near', async () => {
  const { state, run, governor } = watched((stripes) => 1_000 * (stripes + 1), 10);
  await run(20);
  expect(state.most).toBe(0);
  governor.close();
});

it('opens none for a short burst', async () => {
  const { state, run, governor } = watched((stripes) => 1_000 * (stripes + 1));
  for (let burst = 0; burst < 5; burst += 1) {
    state.isBusy = true;
    await run(2);
    state.isBusy = false;
    await run(2);
  }
  expect(state.most).toBe(0);
  governor.close();
});

it('opens none where the link is full', async () => {
  const { state, run, governor } = watched((stripes) => 1_000 * (stripes + 1));
  state.isHeldBack = false;
  await run(20);
  expect(state.most).toBe(0);
  governor.close();
});
