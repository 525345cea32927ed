import type { Undo } from './emitter.ts';

/** Time as the rest of the code sees it; injected, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since a fixed but arbitrary moment; never goes back. */
  now(): number;
  /** Calls `callback` once after `delayMs` milliseconds; the returned function calls that off. */
  after(delayMs: number, callback: () => void): Undo;
}

/** Longest wait of a platform's timer, in milliseconds: one that is longer would be none (HTML, "timers"). */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The time of the machine. What is due in more than 24 days is called then. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, Math.min(delayMs, MAX_TIMER_MS));
    return () => clearTimeout(timer);
  },
};
