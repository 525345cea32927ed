import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@playwright/test';
import { nowMs } from '../../support/caller.ts';
import { type NamespacedCoturn, startCoturnOn, TURN_SECRET, TURN_URI } from '../harness/coturn.ts';
import type { Net } from '../harness/net.ts';
import { runScenario, test, twoHouses } from '../harness/scenario.ts';

const LIFETIME_SECONDS = 20;
const RENEWALS = 3;

test(`relay only, credentials of ${LIFETIME_SECONDS} s renewed ${RENEWALS} times`, async ({ built }, info) => {
  test.setTimeout(180_000);
  let coturn: NamespacedCoturn | undefined;
  const asked = new Map<string, number>();
  const areRenewed = () => ['a', 'b'].every((caller) => (asked.get(caller) ?? 0) > RENEWALS);
  await runScenario(built, info, {
    prepare: async (net: Net) => {
      await twoHouses(net);
      coturn = net.own(await startCoturnOn(net.rig, 'server', LIFETIME_SECONDS));
    },
    join: { relayOnly: true, asksForIceServers: true },
    iceServers: (caller) => {
      asked.set(caller, (asked.get(caller) ?? 0) + 1);
      return coturn ? [coturn.mint(LIFETIME_SECONDS)] : [];
    },
    disturb: async () => {
      const lostAt = nowMs();
      while (!areRenewed() && nowMs() - lostAt < 90_000) await sleep(250);
      // The first credentials are long over; those of the last renewal are in use.
      await sleep(LIFETIME_SECONDS * 1_000);
      return { lostAt, backAt: nowMs() };
    },
    mostSilenceMs: 300,
    transferTimeoutMs: 120_000,
    atTheEnd: async () => {
      expect.soft(areRenewed(), `credentials asked for: ${JSON.stringify([...asked])}`).toBe(true);
    },
  });
});

/** The shortest that the server hands out. */
const HANDED_OUT_SECONDS = 60;

test(`relay only, credentials of ${HANDED_OUT_SECONDS} s handed out by the server`, async ({ built }, info) => {
  test.setTimeout(200_000);
  await runScenario(built, info, {
    server: { turn: { uris: [TURN_URI], secret: TURN_SECRET, ttlSeconds: HANDED_OUT_SECONDS } },
    prepare: async (net: Net) => {
      await twoHouses(net);
      net.own(await startCoturnOn(net.rig, 'server', HANDED_OUT_SECONDS));
    },
    join: { relayOnly: true },
    disturb: async () => {
      const lostAt = nowMs();
      // The first credentials are over then, and so are allocations that were not renewed with others.
      await sleep((HANDED_OUT_SECONDS + 30) * 1_000);
      return { lostAt, backAt: nowMs() };
    },
    mostSilenceMs: 300,
    transferTimeoutMs: 130_000,
    atTheEnd: async (callers) => {
      for (const caller of callers) {
        const told = (await caller.do('timeline')).filter(({ what }) => what.startsWith('ice servers for'));
        expect.soft(told.length, `credentials told to connections of ${caller.id}`).toBeGreaterThan(0);
      }
    },
  });
});
