import { afterEach, expect, it, vi } from 'vitest';
import { systemClock } from './clock.ts';

afterEach(() => void vi.useRealTimers());

it.each([2 ** 31, 1e15, Number.POSITIVE_INFINITY])('does not take a wait of %s ms for none', (delayMs) => {
  vi.useFakeTimers();
  const callback = vi.fn();
  const undo = systemClock.after(delayMs, callback);
  vi.advanceTimersByTime(3_600_000);
  expect(callback).not.toHaveBeenCalled();
  undo();
  expect(vi.getTimerCount()).toBe(0);
});
