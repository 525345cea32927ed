import { ManualClock, SdkError } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { DeviceKeeper } from './device-keeper.ts';
import { FakePlatform, type FakeStep, fakeDevice } from './fake-platform.ts';

type Act = (keeper: DeviceKeeper, platform: FakePlatform) => Promise<unknown>;

/** Everything that opens a device; the keeper has `Built-in` open before all but the first. */
const ACTS: Record<string, Act> = {
  'opening for the first time': async (keeper) => await keeper.open(),
  'choosing another device': async (keeper) => await keeper.choose(fakeDevice('Headset')),
  'recovering from a loss': async (_keeper, platform) => platform.end('Built-in'),
  'following an unplugged device': async (_keeper, platform) => platform.unplug('Built-in'),
};
const STEPS: readonly FakeStep[] = ['plugged', 'open', 'permission'];

async function setUp(name: string) {
  const platform = new FakePlatform('microphone', 'Built-in', 'Headset');
  const clock = new ManualClock();
  const keeper = new DeviceKeeper({ kind: 'microphone', platform, clock });
  if (name !== 'opening for the first time') await keeper.open();
  return { platform, clock, keeper };
}

async function afterTurns(turns: number): Promise<void> {
  for (let turn = 0; turn < turns; turn += 1) await undefined;
}

/** What holds at any time: the track of the state is all that is open. */
function expectNothingElseOpen(keeper: DeviceKeeper, platform: FakePlatform): void {
  expect(platform.live).toEqual(keeper.track?.readyState === 'live' ? [keeper.track] : []);
}

describe.each(Object.entries(ACTS))('%s', (name, act) => {
  it.each(STEPS)('leaves nothing open when %s fails at any of its turns', async (step) => {
    for (let skip = 0; skip < 4; skip += 1) {
      const { platform, clock, keeper } = await setUp(name);
      platform.onceAt(step, () => Promise.reject(new SdkError('internal', 'broken on purpose')), skip);
      await act(keeper, platform).catch(() => {});
      await clock.advance(2_000);
      expectNothingElseOpen(keeper, platform);
      keeper.close();
      expect([platform.live, platform.listeners, clock.pending]).toEqual([[], 0, 0]);
    }
  });

  it.each(STEPS)('leaves nothing open when it is stopped or closed during %s', async (step) => {
    for (const end of ['stop', 'close'] as const) {
      for (let skip = 0; skip < 4; skip += 1) {
        const { platform, clock, keeper } = await setUp(name);
        platform.onceAt(step, async () => keeper[end](), skip);
        await act(keeper, platform).catch(() => {});
        await clock.advance(2_000);
        expectNothingElseOpen(keeper, platform);
        keeper.close();
        expect([platform.live, platform.listeners, clock.pending]).toEqual([[], 0, 0]);
      }
    }
  });

  it('leaves nothing open when it is stopped in any of the turns after the last answer of the browser', async () => {
    for (let turns = 0; turns < 16; turns += 1) {
      const { platform, clock, keeper } = await setUp(name);
      const real = platform.plugged.bind(platform);
      platform.plugged = async () => {
        const devices = await real();
        if (platform.live.length > (keeper.track ? 1 : 0)) void afterTurns(turns).then(() => keeper.stop());
        return devices;
      };
      await act(keeper, platform).catch(() => {});
      await clock.advance(2_000);
      expect([keeper.state.kind, platform.live]).toEqual(['off', []]);
      keeper.close();
    }
  });

  it('leaves nothing open when a listener stops it as the track comes', async () => {
    const { platform, clock, keeper } = await setUp(name);
    keeper.on('trackChange', () => keeper.stop());
    await act(keeper, platform).catch(() => {});
    await clock.advance(2_000);
    expect([keeper.state.kind, platform.live]).toEqual(['off', []]);
    keeper.close();
  });
});

describe('a track that is given to a keeper', () => {
  it('is stopped when it cannot be kept', async () => {
    for (const step of ['plugged'] as const) {
      const { platform, keeper } = await setUp('opening for the first time');
      const [track] = (await platform.open({ audio: true })).getTracks();
      if (!track) return;
      platform.onceAt(step, () => Promise.reject(new SdkError('internal', 'broken on purpose')));
      await expect(keeper.adopt(track)).rejects.toMatchObject({ code: 'internal' });
      expect(platform.live).toEqual([]);
      keeper.close();
    }
  });

  it('is stopped when it comes after the end, or is of another kind', async () => {
    const { platform, keeper } = await setUp('opening for the first time');
    const [late] = (await platform.open({ audio: true })).getTracks();
    const [picture] = (await new FakePlatform('camera', 'Webcam').open({ video: true })).getTracks();
    if (!late || !picture) return;
    await expect(keeper.adopt(picture)).rejects.toMatchObject({ code: 'invalid-argument' });
    keeper.close();
    await expect(keeper.adopt(late)).rejects.toMatchObject({ code: 'failed-precondition' });
    expect([late.readyState, picture.readyState]).toEqual(['ended', 'ended']);
  });
});
