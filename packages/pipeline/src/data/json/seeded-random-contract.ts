/** Numbers that look random and come again with the same seed, for tests of many inputs. Source: Numerical Recipes' LCG. */
export class SeededRandom {
  #state: number;

  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number from 0, below the limit. */
  below(limit: number): number {
    this.#state = (Math.imul(this.#state, 1_664_525) + 1_013_904_223) >>> 0;
    // The low bits come again too soon.
    return Math.floor((this.#state / 2 ** 32) * limit);
  }

  /** True once in so many times. */
  oneIn(times: number): boolean {
    return this.below(times) === 0;
  }

  /** One of the items. */
  pick<const Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)] as Item;
  }
}
