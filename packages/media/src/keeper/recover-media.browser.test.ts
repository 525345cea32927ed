import { ManualClock } from '@remotemedia/base';
import { expect, it } from 'vitest';
import { DeviceKeeper } from './device-keeper.ts';
import { FakePlatform } from './fake-platform.ts';
import { recoverMedia } from './recover-media.ts';

function keep(platform: FakePlatform): DeviceKeeper {
  return new DeviceKeeper({ kind: 'microphone', platform, clock: new ManualClock(), policy: 'manual' });
}

it('recovers what is lost, leaves what works or was never opened, and says whether all is well', async () => {
  const [lost, fine, off] = [
    new FakePlatform('microphone', 'A'),
    new FakePlatform('microphone', 'B'),
    new FakePlatform('microphone'),
  ];
  const keepers = [keep(lost), keep(fine), keep(off)] as const;
  await Promise.all([keepers[0].open(), keepers[1].open()]);
  lost.end('A');
  await expect.poll(() => keepers[0].state.kind).toBe('lost');
  lost.answer = 'prompt';
  expect(await recoverMedia(keepers)).toBe(false);
  lost.answer = 'granted';
  expect(await recoverMedia(keepers)).toBe(true);
  expect([lost.prompts, lost.liveNames, fine.asked.length, off.asked.length]).toEqual([0, ['A'], 1, 0]);
  for (const keeper of keepers) keeper.close();
  expect([...lost.live, ...fine.live]).toEqual([]);
});
