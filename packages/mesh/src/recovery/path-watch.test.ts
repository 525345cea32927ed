import { ManualClock } from '@remotemedia/base';
import { describe, expect, it } from 'vitest';
import { PathWatch } from './path-watch.ts';

function setUp() {
  const clock = new ManualClock();
  const wall = { aheadMs: 0 };
  const window = new EventTarget();
  const connection = new EventTarget();
  const document = Object.assign(new EventTarget(), { visibilityState: 'visible' });
  const signs: string[] = [];
  const sources = { window, connection, document, wallMs: () => clock.now() + wall.aheadMs };
  const watch = new PathWatch(clock, (sign) => signs.push(sign), sources);
  const show = (visibilityState: string) => {
    document.visibilityState = visibilityState;
    document.dispatchEvent(new Event('visibilitychange'));
  };
  return { clock, wall, window, connection, signs, watch, show };
}

describe('PathWatch', () => {
  it('says what the page is told', () => {
    const { window, connection, signs, watch, show } = setUp();
    window.dispatchEvent(new Event('offline'));
    expect(watch.isOffline).toBe(true);
    window.dispatchEvent(new Event('online'));
    expect(watch.isOffline).toBe(false);
    connection.dispatchEvent(new Event('change'));
    show('hidden');
    expect(watch.isHidden).toBe(true);
    show('visible');
    expect(signs).toEqual(['offline', 'online', 'network', 'hidden', 'seen']);
  });

  it('notices that the machine slept', async () => {
    const { clock, wall, signs } = setUp();
    await clock.advance(60_000);
    wall.aheadMs = 20_000;
    await clock.advance(5_000);
    expect(signs).toEqual(['wake']);
    await clock.advance(60_000);
    expect(signs).toEqual(['wake']);
  });

  it('does not take the slow timers of a hidden page for sleep', async () => {
    const { clock, wall, signs, show } = setUp();
    show('hidden');
    wall.aheadMs = 60_000;
    await clock.advance(5_000);
    expect(signs).toEqual(['hidden']);
    wall.aheadMs += 80_000;
    await clock.advance(5_000);
    expect(signs).toEqual(['hidden', 'wake']);
  });

  it('listens to nothing and leaves no timer once closed', async () => {
    const { clock, window, signs, watch } = setUp();
    watch.close();
    window.dispatchEvent(new Event('online'));
    await clock.advance(60_000);
    expect(signs).toEqual([]);
    expect(clock.pending).toBe(0);
  });

  it('does without a page', async () => {
    const clock = new ManualClock();
    const watch = new PathWatch(clock, () => {}, { wallMs: () => clock.now() });
    expect(watch.isHidden).toBe(false);
    watch.close();
    expect(clock.pending).toBe(0);
  });
});
