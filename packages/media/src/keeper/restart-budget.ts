import type { Clock } from '@remotemedia/base';

/** Restarts that a device may have in {@link WINDOW_MS}: one that dies as soon as it is opened must not be a loop. */
const MOST = 5;
const WINDOW_MS = 60_000;

/** Counts what is done without being asked for, so that it ends. */
export class RestartBudget {
  readonly #clock: Clock;
  #takenAtMs: readonly number[] = [];

  /** Makes a budget of which nothing is spent. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Spends one restart, and says whether there was one left. */
  take(): boolean {
    const nowMs = this.#clock.now();
    this.#takenAtMs = this.#takenAtMs.filter((takenAtMs) => nowMs - takenAtMs < WINDOW_MS);
    if (this.#takenAtMs.length >= MOST) return false;
    this.#takenAtMs = [...this.#takenAtMs, nowMs];
    return true;
  }
}
