import type { Clock, Undo } from '@remotemedia/base';

/** What a watchdog does. */
export interface WatchdogOptions {
  readonly clock: Clock;
  /** How long a thread may say nothing while it owes an answer, in ms. */
  readonly limitMs: number;
  /** Asks the thread for a sign of life. */
  readonly ask: () => void;
  /** The thread hangs. */
  readonly onHang: () => void;
}

/** Notices that a thread hangs: it was asked for a sign of life and gave none. It only looks while something is owed. */
export class Watchdog {
  readonly #options: WatchdogOptions;
  #stop: Undo | undefined;
  #wasHeard = true;
  #wasAsked = false;

  constructor(options: WatchdogOptions) {
    this.#options = options;
  }

  /** Looks, or looks no longer. */
  watch(isOwed: boolean): void {
    if (isOwed && !this.#stop) this.#wait();
    if (!isOwed) this.end();
  }

  /** The thread said something. */
  heard(): void {
    this.#wasHeard = true;
    this.#wasAsked = false;
  }

  /** Looks no longer. */
  end(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.heard();
  }

  #wait(): void {
    const { clock, limitMs } = this.#options;
    this.#wasHeard = false;
    this.#stop = clock.after(limitMs / 2, () => this.#look());
  }

  /** Silence alone says nothing, as the page itself may have been asleep: only an unanswered question does. */
  #look(): void {
    if (!this.#wasHeard && this.#wasAsked) {
      this.#stop = undefined;
      this.#options.onHang();
      return;
    }
    const wasQuiet = !this.#wasHeard;
    this.#wait();
    if (!wasQuiet) return;
    this.#wasAsked = true;
    this.#options.ask();
  }
}
