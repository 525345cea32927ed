/** Counts events of the last second. */
export class RateCounter {
  readonly #times: number[] = [];

  /** One more, at `now` in ms. */
  count(now: number): void {
    this.#times.push(now);
    this.#forget(now);
  }

  /** How many there were in the second before `now`. */
  rate(now: number): number {
    this.#forget(now);
    return this.#times.length;
  }

  #forget(now: number): void {
    while ((this.#times[0] ?? now) <= now - 1000) this.#times.shift();
    // A clock that stands still must not fill the memory.
    if (this.#times.length > 1000) this.#times.shift();
  }
}
