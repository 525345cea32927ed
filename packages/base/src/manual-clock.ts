import type { Clock } from './clock.ts';
import type { Undo } from './emitter.ts';

/** A clock that stands still until it is told to move. */
export class ManualClock implements Clock {
  #nowMs = 0;
  readonly #timers = new Set<{ dueMs: number; callback: () => void }>();

  /** Milliseconds moved so far. */
  now(): number {
    return this.#nowMs;
  }

  /** Calls `callback` when the clock has been moved `delayMs` milliseconds on. */
  after(delayMs: number, callback: () => void): Undo {
    const timer = { dueMs: this.#nowMs + Math.max(0, delayMs), callback };
    this.#timers.add(timer);
    return () => void this.#timers.delete(timer);
  }

  /** Number of timers that still wait. */
  get pending(): number {
    return this.#timers.size;
  }

  /** Moves the time on, runs what is due in order of its time, and lets promises settle after each. */
  async advance(byMs: number): Promise<void> {
    const endMs = this.#nowMs + byMs;
    await settle();
    for (let next = this.#nextBefore(endMs); next; next = this.#nextBefore(endMs)) {
      this.#timers.delete(next);
      this.#nowMs = next.dueMs;
      next.callback();
      await settle();
    }
    this.#nowMs = endMs;
    await settle();
  }

  #nextBefore(endMs: number) {
    let next: { dueMs: number; callback: () => void } | undefined;
    for (const timer of this.#timers) {
      if (timer.dueMs <= endMs && (!next || timer.dueMs < next.dueMs)) next = timer;
    }
    return next;
  }
}

/** Lets everything that does not wait for time run: a turn of the event loop comes after all promises. */
function settle(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
