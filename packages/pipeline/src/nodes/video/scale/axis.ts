import type { Kernel } from './kernels.ts';

/** log2 of what the weights of one pixel add up to. */
export const WEIGHT_BITS = 14;

/** Which pixels of a row (or column) make each pixel of the scaled one, and how much each of them counts. */
export interface Axis {
  readonly length: number;
  /** How many pixels make one. */
  readonly taps: number;
  /** The first of them, for each pixel. */
  readonly starts: Int32Array;
  /** How much they count, `taps` for each pixel; they add up to 2^{@link WEIGHT_BITS}. */
  readonly weights: Int16Array;
}

/**
 * Plans one direction of scaling. Both pictures cover the same area, so the centre of a pixel at `i` is at `i` + ½.
 * The filter widens when the picture becomes smaller, so that every pixel counts.
 *
 * @param ratio pixels of the source for one of the result. It is that of the whole picture: a chroma plane of an odd
 * size reaches beyond it
 */
export function planAxis(sourceLength: number, length: number, ratio: number, kernel: Kernel): Axis {
  const stretch = Math.max(1, ratio);
  const reach = kernel.radius * stretch;
  const taps = Math.min(sourceLength, Math.ceil(2 * reach));
  const starts = new Int32Array(length);
  const weights = new Int16Array(length * taps);
  const found = new Float64Array(taps);
  for (let index = 0; index < length; index += 1) {
    const centre = (index + 0.5) * ratio;
    // Those whose centres are nearer than the filter reaches; there are never more than `taps`.
    const first = Math.floor(centre - reach - 0.5) + 1;
    const start = Math.min(Math.max(first, 0), sourceLength - taps);
    starts[index] = start;
    found.fill(0);
    for (let at = first; at + 0.5 < centre + reach; at += 1) {
      // Beyond the edge the last pixel goes on.
      const inside = Math.min(Math.max(at, start), start + taps - 1) - start;
      found[inside] = (found[inside] as number) + kernel.weight((at + 0.5 - centre) / stretch);
    }
    weights.set(toIntegers(found), index * taps);
  }
  return { length, taps, starts, weights };
}

/** The same weights as integers that add up to exactly 2^{@link WEIGHT_BITS}: an even area stays even. */
function toIntegers(weights: Float64Array): Int16Array {
  const sum = weights.reduce((total, weight) => total + weight, 0);
  const rounded = Int16Array.from(weights, (weight) => Math.round((weight / sum) * 2 ** WEIGHT_BITS));
  const missing = 2 ** WEIGHT_BITS - rounded.reduce((total, weight) => total + weight, 0);
  const largest = rounded.indexOf(Math.max(...rounded));
  rounded[largest] = (rounded[largest] as number) + missing;
  return rounded;
}
