/** How many pictures are remembered. */
const CAPACITY = 64;

/** When pictures came, by their timestamps. */
export class Arrivals {
  readonly #timestamps = new Float64Array(CAPACITY).fill(Number.NaN);
  readonly #times = new Float64Array(CAPACITY);
  #next = 0;

  /** A picture came. */
  add(timestamp: number, now: number): void {
    this.#timestamps[this.#next] = timestamp;
    this.#times[this.#next] = now;
    this.#next = (this.#next + 1) % CAPACITY;
  }

  /** When the picture with that timestamp came, in ms; `undefined` when it is not known. */
  of(timestamp: number): number | undefined {
    const index = this.#timestamps.lastIndexOf(timestamp);
    return index === -1 ? undefined : this.#times[index];
  }
}
