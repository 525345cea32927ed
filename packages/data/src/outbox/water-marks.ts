/** Where marks begin, and the least they come back to: messages behind them wait no longer than for this. */
const LEAST_HIGH_BYTES = 131_072;
/** The most they grow to. */
const MOST_HIGH_BYTES = 2_097_152;
/** Refills in a row that came too late before the marks grow. */
const LATE_IN_A_ROW = 4;
/** Refills in a row that came in time before they shrink. */
const IN_TIME_IN_A_ROW = 256;

/**
 * When a sender waits and when it goes on. The high mark doubles when the buffer ran dry, several times in a row,
 * before we came to fill it, and comes back when it does not any more.
 */
export class WaterMarks {
  #highBytes = LEAST_HIGH_BYTES;
  #late = 0;
  #inTime = 0;

  /** Senders wait while more than this is buffered. */
  get highBytes(): number {
    return this.#highBytes;
  }

  /** Takes note of how much was left when waiting senders could go on. */
  refill(leftBytes: number): void {
    this.#late = leftBytes === 0 ? this.#late + 1 : 0;
    this.#inTime = leftBytes === 0 ? 0 : this.#inTime + 1;
    if (this.#late < LATE_IN_A_ROW && this.#inTime < IN_TIME_IN_A_ROW) return;
    const wanted = this.#late > 0 ? this.#highBytes * 2 : this.#highBytes / 2;
    this.#highBytes = Math.min(MOST_HIGH_BYTES, Math.max(LEAST_HIGH_BYTES, wanted));
    this.#late = 0;
    this.#inTime = 0;
  }
}
