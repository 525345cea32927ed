import { type Clock, SdkError } from '@remotemedia/base';

/** How often at once, and how much more often each second. */
const BURST = 100;
const PER_SECOND = 10;

/** Counts what one peer begins and takes back: nothing that lasts bounds it, and each time costs us, or our user. */
export class ChurnRate {
  readonly #clock: Clock;
  #left = BURST;
  #countedMs: number;

  constructor(clock: Clock) {
    this.#clock = clock;
    this.#countedMs = clock.now();
  }

  /** Counts one more. @throws {SdkError} `resource-exhausted` when it is one too many */
  count(): void {
    const nowMs = this.#clock.now();
    this.#left = Math.min(BURST, this.#left + ((nowMs - this.#countedMs) / 1_000) * PER_SECOND);
    this.#countedMs = nowMs;
    if (this.#left < 1) throw new SdkError('resource-exhausted', 'files are offered and taken back too often');
    this.#left -= 1;
  }
}
