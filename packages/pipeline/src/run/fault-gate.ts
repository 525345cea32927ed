/** Time over which faults are counted. */
const WINDOW_MS = 1_000;

/** Most faults of one node that are told in that time. */
const MOST = 8;

/**
 * Lets through so many faults of a node as somebody can read. A node on the audio thread may throw 375 times a second, and
 * each message costs the page more than the item that was lost.
 */
export class FaultGate {
  #beganMs = Number.NEGATIVE_INFINITY;
  #told = 0;
  #untold = 0;

  /** Counts a fault. Gives how many are to be told of now as one, or 0 if this one waits for the next. */
  count(nowMs: number): number {
    this.#untold += 1;
    if (nowMs - this.#beganMs >= WINDOW_MS) {
      this.#beganMs = nowMs;
      this.#told = 0;
    }
    if (this.#told >= MOST) return 0;
    this.#told += 1;
    const count = this.#untold;
    this.#untold = 0;
    return count;
  }
}
