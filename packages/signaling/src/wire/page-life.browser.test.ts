import { ManualClock } from '@remotemedia/base';
import { afterEach, expect, test, vi } from 'vitest';
import { isPageHidden, onPageHide, onWake } from './page-life.ts';

afterEach(() => vi.restoreAllMocks());

function woken() {
  const clock = new ManualClock();
  const listener = vi.fn();
  const undo = onWake(clock, listener);
  return { clock, listener, undo };
}

test('a network that is back, a page that is seen or thawed wake up, until they no longer need to', () => {
  const { clock, listener, undo } = woken();
  globalThis.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('resume'));
  document.dispatchEvent(new Event('visibilitychange'));
  expect(listener).toHaveBeenCalledTimes(3);
  vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('hidden');
  expect(isPageHidden()).toBe(true);
  document.dispatchEvent(new Event('visibilitychange'));
  expect(listener).toHaveBeenCalledTimes(3);
  undo();
  undo();
  globalThis.dispatchEvent(new Event('online'));
  document.dispatchEvent(new Event('resume'));
  expect(listener).toHaveBeenCalledTimes(3);
  expect(clock.pending).toBe(0);
});

test('another network wakes up, where the browser tells of it', () => {
  const { listener, undo } = woken();
  if ('connection' in navigator) (navigator.connection as EventTarget).dispatchEvent(new Event('change'));
  expect(listener).toHaveBeenCalledTimes('connection' in navigator ? 1 : 0);
  undo();
});

test('a machine that slept wakes up: the time of day went on, the timers did not', async () => {
  const { clock, listener, undo } = woken();
  await clock.advance(60_000);
  expect(listener).not.toHaveBeenCalled();
  const slept = Date.now() + 3_600_000;
  vi.spyOn(Date, 'now').mockReturnValue(slept);
  await clock.advance(2_000);
  await clock.advance(10_000);
  expect(listener).toHaveBeenCalledTimes(1);
  undo();
  expect(clock.pending).toBe(0);
});

test('a page that goes away says so once', () => {
  const listener = vi.fn();
  const undo = onPageHide(listener);
  globalThis.dispatchEvent(new Event('pagehide'));
  undo();
  globalThis.dispatchEvent(new Event('pagehide'));
  expect(listener).toHaveBeenCalledTimes(1);
});
