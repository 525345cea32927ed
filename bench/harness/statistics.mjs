/**
 * @typedef {object} Summary
 * @property {number} median
 * @property {number} p10
 * @property {number} p90
 * @property {number} n how many values there are
 */

/**
 * The value that `share` of all values lie below, interpolated between neighbours.
 *
 * @param {readonly number[]} values at least one, in any order
 * @param {number} share 0–1
 * @returns {number}
 */
export function percentile(values, share) {
  if (values.length === 0) throw new RangeError('a percentile needs at least one value');
  if (!(share >= 0 && share <= 1)) throw new RangeError(`share must be within 0–1, got ${share}`);
  const sorted = [...values].sort((a, b) => a - b);
  const position = share * (sorted.length - 1);
  const below = sorted[Math.floor(position)];
  const above = sorted[Math.ceil(position)];
  return below + (above - below) * (position - Math.floor(position));
}

/**
 * @param {readonly number[]} values at least one
 * @returns {number}
 */
export function median(values) {
  return percentile(values, 0.5);
}

/**
 * @param {readonly number[]} values at least one
 * @returns {Summary}
 */
export function summarize(values) {
  return { median: median(values), p10: percentile(values, 0.1), p90: percentile(values, 0.9), n: values.length };
}

/**
 * @param {number} value
 * @param {number} digits after the point
 * @returns {number}
 */
export function round(value, digits) {
  return Number(value.toFixed(digits));
}
