import { ManualClock } from '@remotemedia/base';
import { afterEach, describe, expect, it } from 'vitest';
import { DeviceKeeper } from './device-keeper.ts';
import { FakePlatform } from './fake-platform.ts';
import type { DevicePolicy } from './keeper-state.ts';

const GRACE_MS = 3_000;
const closes: (() => void)[] = [];

async function setUp(policy: DevicePolicy = 'sticky') {
  const platform = new FakePlatform('microphone', 'Phone');
  const clock = new ManualClock();
  const keeper = new DeviceKeeper({ kind: 'microphone', platform, clock, policy, muteGraceMs: GRACE_MS });
  const heard: string[] = [];
  keeper.on('interrupted', ({ cause }) => heard.push(cause));
  keeper.on('recovered', ({ interruptedMs }) => heard.push(`recovered after ${interruptedMs}`));
  keeper.on('lost', ({ cause }) => heard.push(`lost ${cause}`));
  closes.push(() => {
    keeper.close();
    expect([platform.live, platform.listeners, clock.pending]).toEqual([[], 0, 0]);
  });
  await keeper.open();
  return { platform, clock, keeper, heard };
}

afterEach(() => {
  for (const close of closes.splice(0)) close();
});

describe('a device that the system mutes', () => {
  it('is no interruption when it is short', async () => {
    const { platform, clock, heard } = await setUp();
    platform.setMuted('Phone', true);
    await clock.advance(GRACE_MS - 1);
    platform.setMuted('Phone', false);
    await clock.advance(GRACE_MS);
    expect(heard).toEqual([]);
  });

  it('is opened anew once after the grace time', async () => {
    const { platform, clock, keeper, heard } = await setUp();
    platform.setMuted('Phone', true);
    await clock.advance(GRACE_MS);
    expect(heard).toEqual(['muted', 'recovered after 0']);
    expect([keeper.state.kind, platform.asked.length, platform.live.length]).toEqual(['on', 2, 1]);
  });

  it('waits for the system when opening it anew does not help', async () => {
    const { platform, clock, keeper, heard } = await setUp();
    platform.opensMuted = true;
    platform.setMuted('Phone', true);
    await clock.advance(10 * GRACE_MS);
    expect(heard).toEqual(['muted']);
    expect([keeper.state.kind, platform.asked.length, platform.live.length]).toEqual(['interrupted', 2, 1]);
    platform.setMuted('Phone', false);
    expect(keeper.state.kind).toBe('on');
    expect(heard).toEqual(['muted', `recovered after ${9 * GRACE_MS}`]);
  });

  it('is left alone while the page is not seen, and opened anew when it is seen again', async () => {
    const { platform, clock, keeper, heard } = await setUp();
    platform.show(false);
    platform.setMuted('Phone', true);
    await clock.advance(GRACE_MS);
    expect([keeper.state.kind, platform.asked.length]).toEqual(['interrupted', 1]);
    platform.show(true);
    await clock.advance(500);
    expect(heard).toEqual(['muted', 'recovered after 500']);
    expect(platform.asked).toHaveLength(2);
  });

  it('is only told of under manual, until the application recovers it', async () => {
    const { platform, clock, keeper, heard } = await setUp('manual');
    platform.setMuted('Phone', true);
    await clock.advance(GRACE_MS);
    platform.show(true);
    await clock.advance(1_000);
    expect([heard, platform.asked.length]).toEqual([['muted'], 1]);
    await keeper.recover();
    expect(heard).toEqual(['muted', 'recovered after 1000']);
    await keeper.recover();
    expect(platform.asked).toHaveLength(2);
  });
});

describe('a telephone call', () => {
  it('interrupts the microphone, which goes on by itself', async () => {
    const { platform, keeper, heard, clock } = await setUp();
    platform.interruptAudio(true);
    expect(keeper.state).toMatchObject({ kind: 'interrupted', cause: 'audio-interrupted' });
    await clock.advance(20_000);
    platform.interruptAudio(false);
    expect(heard).toEqual(['audio-interrupted', 'recovered after 20000']);
    expect(platform.asked).toHaveLength(1);
  });

  it('is recovered from when the track stays muted after it', async () => {
    const { platform, clock, keeper, heard } = await setUp();
    platform.interruptAudio(true);
    platform.setMuted('Phone', true);
    await clock.advance(20_000);
    platform.interruptAudio(false);
    await clock.advance(0);
    expect(heard).toEqual(['audio-interrupted', 'recovered after 20000']);
    expect([keeper.state.kind, platform.asked.length]).toEqual(['on', 2]);
  });

  it('is recovered from when the page comes back to a track that ended unnoticed', async () => {
    const { platform, clock, keeper, heard } = await setUp();
    keeper.track?.stop();
    platform.show(true);
    await clock.advance(500);
    expect(heard).toEqual(['lost ended']);
    expect([keeper.state.kind, platform.live.length]).toEqual(['on', 1]);
  });
});
