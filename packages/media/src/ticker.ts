import type { Undo } from '@remotemedia/base';

/** Time between two ticks, in milliseconds. */
export const TICK_MS = 50;

const listeners = new Set<(nowMs: number) => void>();
let timer: ReturnType<typeof setInterval> | undefined;

/**
 * Calls `listener` every {@link TICK_MS} with the time of `performance.now()`. All listeners share one timer: the
 * first starts it and the last stops it. An animation frame would not do: it stops in tabs that are not seen.
 *
 * There the timer comes about once a second, and no less often in a page that has a live connection or plays sound.
 * Listeners must therefore go by the time they are given and not by how often they are called.
 */
export function onTick(listener: (nowMs: number) => void): Undo {
  const entry = (nowMs: number) => listener(nowMs);
  listeners.add(entry);
  timer ??= setInterval(() => {
    const nowMs = performance.now();
    for (const each of [...listeners]) each(nowMs);
  }, TICK_MS);
  return () => {
    listeners.delete(entry);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** Listeners that are called now; 0 means that no timer runs. */
export function tickListeners(): number {
  return listeners.size;
}
