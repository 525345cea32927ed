import { SdkError } from '@remotemedia/base';
import { afterEach, describe, expect, it } from 'vitest';
import { fakeDevice } from './fake-platform.ts';
import { gated, SETTLED_MS, type TriedKeeper, tryKeeper } from './tried-keeper.ts';

const tried: TriedKeeper[] = [];
function setUp(...args: Parameters<typeof tryKeeper>): TriedKeeper {
  const made = tryKeeper(...args);
  tried.push(made);
  return made;
}

afterEach(() => {
  for (const each of tried.splice(0)) expect(each.close()).toEqual([0, 0, 0, 0]);
});

describe('opening', () => {
  it('asks once and remembers which device it got', async () => {
    const { platform, keeper, heard } = setUp(['Built-in', 'Headset']);
    platform.answer = 'prompt';
    await keeper.open();
    await keeper.open();
    expect(platform.prompts).toBe(1);
    expect(heard).toEqual(['nothing>Built-in opened']);
    expect(keeper.chosen).toEqual(fakeDevice('Built-in'));
  });

  it('opens exactly the device of an earlier visit, with what else was wished', async () => {
    const device = fakeDevice('Headset');
    const { platform, keeper } = setUp(['Built-in', 'Headset'], {
      device,
      constraints: () => ({ echoCancellation: true }),
    });
    await keeper.open();
    expect(platform.asked).toEqual([{ audio: { echoCancellation: true, deviceId: { exact: device.id } } }]);
  });

  it('finds that device by its name when it has another id', async () => {
    const { platform, keeper } = setUp(['Built-in', 'Headset'], { device: fakeDevice('Headset') });
    platform.renumber('Headset');
    await keeper.open();
    expect(platform.liveNames).toEqual(['Headset']);
  });

  it('finds it by its name also when names could not be read before the user was asked', async () => {
    const { platform, clock, keeper, heard } = setUp(['Built-in', 'Headset'], { device: fakeDevice('Headset') });
    platform.answer = 'prompt';
    platform.renumber('Headset');
    await keeper.open();
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['nothing>Built-in opened', 'Built-in>Headset returned']);
    expect(platform.prompts).toBe(1);
  });

  it('takes the default when the device of an earlier visit is gone', async () => {
    const { platform, keeper } = setUp(['Built-in'], { device: fakeDevice('Headset') });
    await keeper.open();
    expect(platform.liveNames).toEqual(['Built-in']);
    expect(keeper.chosen).toEqual(fakeDevice('Headset'));
  });

  it('says why it failed, and does not ask twice', async () => {
    const { platform, keeper } = setUp(['Built-in', 'Headset']);
    platform.answer = 'denied';
    await expect(keeper.open()).rejects.toMatchObject({ code: 'permission-denied' });
    expect(keeper.state).toMatchObject({ kind: 'off', error: { code: 'permission-denied' } });
    expect(platform.asked).toHaveLength(1);
  });

  it('gives up for a signal, and stops what comes later', async () => {
    const { platform, clock, keeper } = setUp(['Built-in']);
    const gate = gated();
    platform.onceAt('open', () => gate.promise);
    const controller = new AbortController();
    const opening = keeper.open({ signal: controller.signal });
    await expect.poll(() => platform.asked.length).toBe(1);
    controller.abort();
    await expect(opening).rejects.toMatchObject({ code: 'cancelled' });
    gate.resolve();
    await clock.advance(0);
    expect(platform.live).toEqual([]);
  });
});

describe('a device that is unplugged', () => {
  it('is replaced by another one, and comes back when it is there again', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in', 'Headset'], { device: fakeDevice('Headset') });
    await open();
    platform.unplug('Headset');
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Headset unplugged', 'Headset>Built-in lost']);
    platform.plug('Headset');
    await clock.advance(SETTLED_MS);
    expect(heard.slice(2)).toEqual(['returned Headset', 'Built-in>Headset returned']);
    expect(platform.liveNames).toEqual(['Headset']);
    expect(keeper.state.kind).toBe('on');
  });

  it('is noticed when the browser lets its track live on in silence', async () => {
    const { platform, clock, heard, open } = setUp(['Built-in', 'Headset'], { device: fakeDevice('Headset') });
    await open();
    platform.unplug('Headset', { silently: true });
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Headset unplugged', 'Headset>Built-in lost']);
    expect(platform.liveNames).toEqual(['Built-in']);
  });

  it('is only told of under manual, with the device that was chosen not replaced by any other', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in', 'Headset'], {
      device: fakeDevice('Headset'),
      policy: 'manual',
    });
    await open();
    platform.unplug('Headset');
    await clock.advance(SETTLED_MS);
    platform.plug('Headset');
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Headset unplugged', 'returned Headset']);
    expect(keeper.state).toMatchObject({ kind: 'lost', cause: 'unplugged' });
    await keeper.recover();
    expect(platform.liveNames).toEqual(['Headset']);
  });

  it('is waited for when there is no other', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Headset']);
    await open();
    platform.unplug('Headset');
    await clock.advance(SETTLED_MS);
    expect(keeper.state).toMatchObject({ kind: 'lost', error: { code: 'not-found' } });
    platform.plug('Webcam');
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Headset unplugged', 'fault not-found', 'Headset>Webcam returned']);
    expect(keeper.chosen).toEqual(fakeDevice('Headset'));
  });

  it('hands on whether it was muted, also when nothing was open for a while', async () => {
    const { platform, clock, keeper, open } = setUp(['Headset']);
    await open();
    if (keeper.track) keeper.track.enabled = false;
    platform.unplug('Headset');
    await clock.advance(SETTLED_MS);
    platform.plug('Webcam');
    await clock.advance(SETTLED_MS);
    expect(keeper.track).toMatchObject({ label: 'Webcam', enabled: false });
  });

  it('makes no loop of a device that dies as soon as it is opened', async () => {
    const { platform, clock, keeper, open } = setUp(['Built-in']);
    await open();
    keeper.on('trackChange', () => queueMicrotask(() => platform.end('Built-in')));
    platform.end('Built-in');
    for (let times = 0; times < 20; times += 1) await clock.advance(0);
    expect(platform.asked).toHaveLength(6);
    expect(keeper.state).toMatchObject({ kind: 'lost', cause: 'ended' });
  });

  it('is looked at once for a burst of changes', async () => {
    const { platform, clock, open } = setUp(['Built-in', 'Headset']);
    await open();
    let lists = 0;
    const real = platform.plugged.bind(platform);
    platform.plugged = () => {
      lists += 1;
      return real();
    };
    for (let times = 0; times < 30; times += 1) {
      platform.announce();
      await clock.advance(SETTLED_MS / 10);
    }
    await clock.advance(SETTLED_MS);
    expect(lists).toBe(1);
  });
});

describe("the system's default", () => {
  it('is followed when that is the policy', async () => {
    const { platform, clock, heard, open } = setUp(['Built-in', 'Headset'], { policy: 'follow-default' });
    await open();
    platform.makeDefault('Headset');
    await clock.advance(SETTLED_MS);
    platform.plug('Airpods', { first: true });
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['Built-in>Headset default-changed', 'Headset>Airpods default-changed']);
    expect(platform.liveNames).toEqual(['Airpods']);
  });

  it('is followed to the next one when the default is unplugged', async () => {
    const { platform, clock, heard, open } = setUp(['Headset', 'Built-in'], { policy: 'follow-default' });
    await open();
    platform.unplug('Headset');
    await clock.advance(SETTLED_MS);
    platform.plug('Headset', { first: true });
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Headset unplugged', 'Headset>Built-in lost', 'Built-in>Headset default-changed']);
  });

  it('is left alone under the other policies', async () => {
    for (const policy of ['sticky', 'manual'] as const) {
      const { platform, clock, heard, open } = setUp(['Built-in', 'Headset'], { policy });
      await open();
      platform.makeDefault('Headset');
      await clock.advance(SETTLED_MS);
      expect(heard).toEqual([]);
    }
  });

  it('keeps what works when the new default cannot be opened', async () => {
    const { platform, clock, heard, open } = setUp(['Built-in', 'Headset'], { policy: 'follow-default' });
    await open();
    platform.onceAt('open', () => Promise.reject(new SdkError('unavailable', 'in use')));
    platform.makeDefault('Headset');
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['fault unavailable']);
    expect(platform.liveNames).toEqual(['Built-in']);
  });
});

describe('choosing', () => {
  it('opens nothing while nothing is open', async () => {
    const { platform, keeper } = setUp(['Built-in', 'Headset']);
    expect(await keeper.choose(fakeDevice('Headset'))).toBeUndefined();
    expect(platform.asked).toEqual([]);
    await keeper.open();
    expect(platform.liveNames).toEqual(['Headset']);
  });

  it('lets go of the old device first where two cannot be open at once', async () => {
    const { platform, keeper, open } = setUp(['Front', 'Back']);
    await open();
    const real = platform.open.bind(platform);
    platform.open = async (constraints) => {
      if (platform.live.length > 0) throw new SdkError('unavailable', 'another one is open');
      return await real(constraints);
    };
    await keeper.choose(fakeDevice('Back'));
    expect(platform.liveNames).toEqual(['Back']);
  });
});
