import type { Clock, Undo } from '@remotemedia/base';

/** A clock that knows how many of its timers still wait. */
export class CountedClock implements Clock {
  readonly #clock: Clock;
  #pending = 0;

  /** @param clock where time comes from */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Timers that were neither called nor called off. */
  get pending(): number {
    return this.#pending;
  }

  /** Milliseconds since a fixed but arbitrary moment; never goes back. */
  now(): number {
    return this.#clock.now();
  }

  /** Calls `callback` once after `delayMs` milliseconds; the returned function calls that off. */
  after(delayMs: number, callback: () => void): Undo {
    let isOver = false;
    const finish = (): boolean => {
      if (isOver) return false;
      isOver = true;
      this.#pending -= 1;
      return true;
    };
    this.#pending += 1;
    const stop = this.#clock.after(delayMs, () => {
      if (finish()) callback();
    });
    return () => {
      if (finish()) stop();
    };
  }
}
