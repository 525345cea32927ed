/**
 * @typedef {object} Texture
 * @property {(x: number, y: number) => number} at about −0.5 to 0.5; between its points it is interpolated, and it
 *   repeats beyond its edges
 */

/**
 * Noise at many sizes on top of each other, each half as strong as the one twice as coarse: detail falls off with
 * frequency as in pictures of nature.
 *
 * @param {() => number} random
 * @param {number} size of its edges in points, a power of two
 * @returns {Texture}
 */
export function makeTexture(random, size) {
  const points = new Float32Array(size * size);
  for (let cell = size / 4, strength = 0.5; cell >= 1; cell /= 2, strength *= 0.66) {
    addNoise(points, size, cell, strength, random);
  }
  const mask = size - 1;
  return {
    at(x, y) {
      const [left, top] = [Math.floor(x), Math.floor(y)];
      const [right, down] = [x - left, y - top];
      const upper = (top & mask) * size;
      const lower = ((top + 1) & mask) * size;
      const [from, to] = [left & mask, (left + 1) & mask];
      const above = points[upper + from] * (1 - right) + points[upper + to] * right;
      const below = points[lower + from] * (1 - right) + points[lower + to] * right;
      return above * (1 - down) + below * down;
    },
  };
}

/** @param {Float32Array} points @param {number} size @param {number} cell between two random values @param {number} strength */
function addNoise(points, size, cell, strength, random) {
  const count = size / cell;
  const values = Float32Array.from({ length: count * count }, () => (random() - 0.5) * strength);
  const value = (column, row) => values[(row % count) * count + (column % count)];
  for (let y = 0; y < size; y += 1) {
    const row = Math.floor(y / cell);
    const down = smooth((y % cell) / cell);
    for (let x = 0; x < size; x += 1) {
      const column = Math.floor(x / cell);
      const right = smooth((x % cell) / cell);
      const above = value(column, row) * (1 - right) + value(column + 1, row) * right;
      const below = value(column, row + 1) * (1 - right) + value(column + 1, row + 1) * right;
      points[y * size + x] += above * (1 - down) + below * down;
    }
  }
}

/** @param {number} share 0–1, with no corner at either end */
function smooth(share) {
  return share * share * (3 - 2 * share);
}
