import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from '../../support/caller.ts';
import type { Disturbance } from '../harness/figures.ts';
import type { Net } from '../harness/net.ts';
import { HOUSE, runScenario, test } from '../harness/scenario.ts';
import type { Shape } from '../rig/links.mjs';

/** How long the network is bad; the file may take longer. */
const BAD_FOR_MS = 20_000;

/** Makes the network of one side bad for a while; the call goes on all the time, so the way is never lost. */
function badFor(shape: Shape) {
  return async ({ rig }: Net): Promise<Disturbance> => {
    const lostAt = nowMs();
    await rig.shape('a', { ...HOUSE, ...shape });
    await sleep(BAD_FOR_MS);
    await rig.shape('a', HOUSE);
    return { lostAt, backAt: nowMs() };
  };
}

for (const lossPercent of [5, 20]) {
  test(`${lossPercent} % of all packets are lost for 20 s`, async ({ built }, info) => {
    await runScenario(built, info, { disturb: badFor({ lossPercent }), mostSilenceMs: 3_000 });
  });
}

test('200 ms of delay with 50 ms of jitter for 20 s', async ({ built }, info) => {
  await runScenario(built, info, { disturb: badFor({ delayMs: 200, jitterMs: 50 }), mostSilenceMs: 3_000 });
});
