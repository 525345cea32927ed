/** Lets something happen a few times in a row, and then so often: for what a peer can ask for as often as it likes. */
export class Allowance {
  readonly #most: number;
  readonly #everyMs: number;
  #left: number;
  #askedAtMs = Number.NEGATIVE_INFINITY;

  /**
   * @param most how many times in a row
   * @param everyMs time after which it may happen once more, in milliseconds
   */
  constructor(most: number, everyMs: number) {
    this.#most = most;
    this.#everyMs = everyMs;
    this.#left = most;
  }

  /** Takes one, if there is one. */
  take(nowMs: number): boolean {
    this.#left = Math.min(this.#most, this.#left + (nowMs - this.#askedAtMs) / this.#everyMs);
    this.#askedAtMs = nowMs;
    if (this.#left < 1) return false;
    this.#left -= 1;
    return true;
  }
}
