/**
 * Numbers that look random and are the same in every run: a linear congruential generator of 32 bits, of which the upper
 * ones are used.
 *
 * @param {number} seed
 * @returns {() => number} gives 0 ≤ x < 1
 */
export function seeded(seed) {
  let state = seed >>> 0;
  return () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    // The lowest bits of such a generator repeat soon.
    return (state >>> 4) / 0x1000_0000;
  };
}

/**
 * Values around 0 as noise has them: near a normal distribution with a deviation of 1.
 *
 * @param {() => number} random
 * @returns {number}
 */
export function normal(random) {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}
