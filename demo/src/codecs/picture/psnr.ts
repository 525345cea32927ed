/** What two pictures without any difference are given, in decibels: there is no larger one in sight. */
export const SAME_DB = 99;

/**
 * How close two pictures are, in decibels: the peak signal to noise ratio over red, green and blue together. Alpha does
 * not count.
 *
 * @param one RGBA
 * @param other RGBA, of the same size
 */
export function psnrDb(one: Uint8ClampedArray, other: Uint8ClampedArray): number {
  let error = 0;
  for (let at = 0; at < one.length; at += 4) {
    for (let channel = 0; channel < 3; channel += 1) {
      error += ((one[at + channel] ?? 0) - (other[at + channel] ?? 0)) ** 2;
    }
  }
  const mean = error / ((one.length / 4) * 3);
  return mean === 0 ? SAME_DB : Math.min(SAME_DB, 10 * Math.log10(255 ** 2 / mean));
}
