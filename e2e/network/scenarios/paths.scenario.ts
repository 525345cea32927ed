import { setTimeout as sleep } from 'node:timers/promises';
import { nowMs } from '../../support/caller.ts';
import type { Disturbance } from '../harness/figures.ts';
import type { Net } from '../harness/net.ts';
import { runScenario, test } from '../harness/scenario.ts';

test('jump: the path dies, then another appears', async ({ built }, info) => {
  const disturb = async ({ rig }: Net): Promise<Disturbance> => {
    const lostAt = nowMs();
    await rig.unplug('a', 0);
    await sleep(1_000);
    await rig.plug('a', 1);
    return { lostAt, backAt: nowMs() };
  };
  await runScenario(built, info, { disturb });
});

test('step: another path appears, then the old one dies', async ({ built }, info) => {
  const disturb = async ({ rig }: Net): Promise<Disturbance> => {
    await rig.plug('a', 1);
    await sleep(1_000);
    const lostAt = nowMs();
    await rig.unplug('a', 0);
    return { lostAt, backAt: nowMs() };
  };
  await runScenario(built, info, { disturb });
});

for (const seconds of [3, 8, 20]) {
  test(`outage of ${seconds} s, signaling included`, async ({ built }, info) => {
    const disturb = async ({ rig }: Net): Promise<Disturbance> => {
      const lostAt = nowMs();
      await rig.cut('a');
      await sleep(seconds * 1_000);
      await rig.mend('a');
      return { lostAt, backAt: nowMs() };
    };
    await runScenario(built, info, { disturb });
  });

  test(`outage of ${seconds} s, between the peers only`, async ({ built }, info) => {
    const disturb = async ({ rig }: Net): Promise<Disturbance> => {
      const lostAt = nowMs();
      await rig.part('a', 'b');
      await sleep(seconds * 1_000);
      await rig.join('a', 'b');
      return { lostAt, backAt: nowMs() };
    };
    await runScenario(built, info, { disturb });
  });
}
