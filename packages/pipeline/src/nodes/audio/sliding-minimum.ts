/** The least of the last so many numbers, at a cost that does not depend on how many they are (on average). */
export class SlidingMinimum {
  readonly #length: number;
  /** Those that may be the least some day, rising from the oldest to the newest, in a ring. */
  readonly #values: Float64Array;
  /** When each of them goes out of the window. */
  readonly #ends: Float64Array;
  #head = 0;
  #count = 0;
  #now = 0;

  /** @param length how many numbers, 1 or more */
  constructor(length: number) {
    this.#length = length;
    this.#values = new Float64Array(length);
    this.#ends = new Float64Array(length);
  }

  /** Puts in the place of each number the least of the last ones up to it. */
  run(values: Float64Array, count: number): void {
    for (let index = 0; index < count; index += 1) {
      const value = values[index] ?? 0;
      if (this.#count > 0 && (this.#ends[this.#head] ?? 0) <= this.#now) this.#dropOldest();
      // What is not less than the newcomer, and leaves earlier, will never be the least.
      while (this.#count > 0 && (this.#values[this.#place(this.#count - 1)] ?? 0) >= value) this.#count -= 1;
      const place = this.#place(this.#count);
      this.#values[place] = value;
      this.#ends[place] = this.#now + this.#length;
      this.#count += 1;
      this.#now += 1;
      values[index] = this.#values[this.#head] ?? value;
    }
  }

  /** Forgets all of them. */
  reset(): void {
    this.#head = 0;
    this.#count = 0;
    this.#now = 0;
  }

  #dropOldest(): void {
    this.#head = this.#place(1);
    this.#count -= 1;
  }

  #place(index: number): number {
    const place = this.#head + index;
    return place < this.#length ? place : place - this.#length;
  }
}
