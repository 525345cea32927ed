import type { Undo } from './emitter.ts';

/** Time as the rest of the code sees it; injected, so that tests need not wait. */
export interface Clock {
  /** Milliseconds since a fixed but arbitrary moment; never goes back. */
  now(): number;
  /** Calls `callback` once after `delayMs` milliseconds; the returned function calls that off. */
  after(delayMs: number, callback: () => void): Undo;
}

/** The time of the machine. */
export const systemClock: Clock = {
  now: () => performance.now(),
  after: (delayMs, callback) => {
    const timer = setTimeout(callback, delayMs);
    return () => clearTimeout(timer);
  },
};
