import type { Clock, Undo } from '@remotemedia/base';

/** Notices that nothing has happened for a while. One timer however often something happens. */
export class IdleWatch {
  readonly #clock: Clock;
  readonly #limitMs: number;
  readonly #onIdle: () => void;
  #touchedMs: number;
  #stop: Undo | undefined;

  /** @param limitMs longest silence, in milliseconds */
  constructor(clock: Clock, limitMs: number, onIdle: () => void) {
    this.#clock = clock;
    this.#limitMs = limitMs;
    this.#onIdle = onIdle;
    this.#touchedMs = clock.now();
  }

  /** Something happened. */
  touch(): void {
    this.#touchedMs = this.#clock.now();
  }

  /** Begins to watch; silence counts from now. */
  start(): void {
    this.touch();
    this.#stop ??= this.#clock.after(this.#limitMs, () => this.#check());
  }

  /** Stops watching. Calling it again does nothing. */
  stop(): void {
    this.#stop?.();
    this.#stop = undefined;
  }

  #check(): void {
    const leftMs = this.#touchedMs + this.#limitMs - this.#clock.now();
    if (leftMs <= 0) {
      this.#stop = undefined;
      this.#onIdle();
    } else {
      this.#stop = this.#clock.after(leftMs, () => this.#check());
    }
  }
}
