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

describe('a keeper whose browser', () => {
  it('never says what is allowed goes on without, and opens when it is asked to', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in']);
    await open();
    platform.onceAt('permission', () => new Promise(() => {}), 1);
    platform.end('Built-in');
    await clock.advance(10_000);
    expect(heard).toEqual(['lost Built-in ended', 'fault deadline-exceeded']);
    await keeper.open();
    expect(platform.liveNames).toEqual(['Built-in']);
  });

  it('takes its time to say why a device is lost opens it again meanwhile', async () => {
    const { platform, clock, keeper, open } = setUp(['Built-in']);
    await open();
    const gate = gated();
    platform.onceAt('permission', () => gate.promise);
    platform.end('Built-in');
    expect((await keeper.open()).readyState).toBe('live');
    gate.resolve();
    await clock.advance(SETTLED_MS);
    expect(platform.liveNames).toEqual(['Built-in']);
  });

  it('opens neither the chosen device nor the one before any more has lost that, and says so', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in', 'Headset']);
    await open();
    platform.open = () => Promise.reject(new SdkError('unavailable', 'another program has it'));
    await expect(keeper.choose(fakeDevice('Headset'))).rejects.toMatchObject({ code: 'unavailable' });
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Built-in ended', 'fault unavailable']);
    expect(keeper.state).toMatchObject({ kind: 'lost', error: { code: 'unavailable' } });
  });

  it('is given up on while it opens neither the chosen device nor the one before has lost that', async () => {
    const { platform, clock, keeper, heard, open } = setUp(['Built-in', 'Headset'], { policy: 'manual' });
    await open();
    const controller = new AbortController();
    const answers = [
      Promise.reject(new SdkError('unavailable', 'another program has it')),
      new Promise<never>(() => {}),
    ];
    platform.open = () => answers.shift() ?? Promise.reject(new Error('asked once too often'));
    const choosing = keeper.choose(fakeDevice('Headset'), { signal: controller.signal });
    const given = expect(choosing).rejects.toMatchObject({ code: 'cancelled' });
    await clock.advance(0);
    expect(answers).toEqual([]);
    controller.abort();
    await given;
    await clock.advance(SETTLED_MS);
    expect(heard).toEqual(['lost Built-in ended']);
  });
});
