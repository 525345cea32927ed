/**
 * Numbers that look random and come again with the same seed: xorshift32.
 */
export class Random {
  #state;

  /** @param {number} seed any whole number */
  constructor(seed) {
    // 0 would stay 0 for ever.
    this.#state = Math.imul(seed ^ 0x9e3779b9, 0x85ebca6b) || 1;
  }

  /**
   * @param {number} limit 1–4,294,967,295
   * @returns {number} a whole number from 0, below `limit`
   */
  below(limit) {
    let state = this.#state;
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    this.#state = state;
    return (state >>> 0) % limit;
  }

  /**
   * Small much oftener than great: half of the numbers are below the square root of the limit.
   *
   * @param {number} limit
   */
  small(limit) {
    return Math.floor(this.below(limit) ** (this.below(1_000) / 1_000));
  }

  /** @param {number} times once in so many */
  oneIn(times) {
    return this.below(times) === 0;
  }

  /**
   * @template Item
   * @param {readonly Item[]} items at least one
   * @returns {Item}
   */
  pick(items) {
    return /** @type {Item} */ (items[this.below(items.length)]);
  }
}
