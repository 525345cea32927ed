import type { Clock, Undo } from '@remotemedia/base';

/** One timer at a time: who sets it anew calls off what it was set for before. */
export class Alarm {
  readonly #clock: Clock;
  #stop: Undo = () => {};

  /** Makes one that is not set. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `callback` in `delayMs` milliseconds. */
  set(delayMs: number, callback: () => void): void {
    this.#stop();
    this.#stop = this.#clock.after(delayMs, callback);
  }

  /** Calls off what it was set for. Calling it again does nothing. */
  clear(): void {
    this.#stop();
  }
}
