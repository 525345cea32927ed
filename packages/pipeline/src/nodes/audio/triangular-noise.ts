/**
 * Numbers from −1 to 1, those near 0 more often: the difference of two random ones. The same seed gives the same numbers, so
 * that a node gives the same samples wherever it runs. Source: Marsaglia, Xorshift RNGs (2003), the generator of 32 bits.
 */
export class TriangularNoise {
  #state: number;

  /** @param seed a whole number other than 0 */
  constructor(seed: number) {
    // Small seeds give small numbers at first.
    this.#state = Math.imul(seed, 0x9e3779b1) | 0;
  }

  /** The next number. */
  next(): number {
    return (this.#random() - this.#random()) / 2 ** 32;
  }

  #random(): number {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return state;
  }
}
