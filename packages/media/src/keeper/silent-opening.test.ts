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

describe('without asking', () => {
  it('opens nothing when the permission is not given any more', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in', 'Headset'], { device: fakeDevice('Headset') });
    await open();
    platform.answer = 'prompt';
    platform.end('Headset');
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Headset unplugged', 'fault permission-denied']);
    expect(platform.prompts).toBe(0);
    await expect(keeper.recover()).rejects.toMatchObject({ code: 'permission-denied' });
    expect(platform.prompts).toBe(0);
    await keeper.open();
    expect([platform.prompts, platform.liveNames]).toEqual([1, ['Headset']]);
  });

  it('opens only what was open before when the browser does not tell of permissions', async () => {
    const { platform, clock, heard, open } = setUp(['Built-in', 'Headset'], { device: fakeDevice('Headset') });
    platform.answer = 'unknown';
    await open();
    platform.unplug('Headset');
    await clock.advance(SETTLED_MS);
    platform.plug('Headset');
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual([
      'lost Headset unplugged',
      'fault permission-denied',
      'returned Headset',
      'Headset>Headset returned',
    ]);
    expect(platform.prompts).toBe(0);
  });

  it('says that the permission was taken back, and tries nothing', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in', 'Headset']);
    await open();
    platform.answer = 'denied';
    platform.end('Built-in');
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Built-in permission-revoked']);
    expect(keeper.state).toMatchObject({ kind: 'lost', cause: 'permission-revoked' });
    expect(platform.asked).toHaveLength(1);
  });

  it('gives a device that does not open fifteen seconds, and stops it when it comes after that', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in']);
    await open();
    const gate = gated();
    platform.onceAt('open', () => gate.promise);
    platform.end('Built-in');
    await clock.advance(15_000);
    expect(heard).toEqual(['lost Built-in ended', 'fault deadline-exceeded']);
    expect(keeper.state).toMatchObject({ kind: 'lost', error: { code: 'deadline-exceeded' } });
    gate.resolve();
    await clock.advance(0);
    expect(platform.live).toEqual([]);
  });
});
