/** The mean of the last so many numbers. */
export class MovingAverage {
  readonly #ring: Float64Array;
  readonly #initial: number;
  /** The sum of the ring: in an array, because a number of its own would be a new object each time. */
  readonly #sum = new Float64Array(1);
  #place = 0;

  /**
   * @param length how many numbers, 1 or more
   * @param initial what all of them are at first
   */
  constructor(length: number, initial: number) {
    this.#ring = new Float64Array(length);
    this.#initial = initial;
    this.reset();
  }

  /** Puts in the place of each number the mean of the last ones up to it. */
  run(values: Float64Array, count: number): void {
    const ring = this.#ring;
    const sum = this.#sum;
    for (let index = 0; index < count; index += 1) {
      const value = values[index] ?? 0;
      sum[0] = (sum[0] ?? 0) + value - (ring[this.#place] ?? 0);
      ring[this.#place] = value;
      this.#place += 1;
      if (this.#place === ring.length) this.#wrap();
      values[index] = (sum[0] ?? 0) / ring.length;
    }
  }

  /** Forgets all of them. */
  reset(): void {
    this.#ring.fill(this.#initial);
    this.#wrap();
  }

  /** Adds anew, so that rounding does not pile up. */
  #wrap(): void {
    this.#place = 0;
    this.#sum[0] = 0;
    for (let index = 0; index < this.#ring.length; index += 1) this.#sum[0] += this.#ring[index] ?? 0;
  }
}
