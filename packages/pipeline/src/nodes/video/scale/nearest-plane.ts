import type { Plane, Samples } from '../pixels/picture.ts';

/**
 * Scales a plane by taking for each pixel the one that covers its centre.
 *
 * @param ratioX pixels of the source for one of the result, across
 * @param ratioY the same, down
 */
export function nearestPlane(source: Plane, target: Plane, ratioX: number, ratioY: number): void {
  const { channels } = source.shape;
  const columns = Int32Array.from({ length: target.width }, (_, x) => nearest(x, ratioX, source.width) * channels);
  for (let y = 0; y < target.height; y += 1) {
    const from = nearest(y, ratioY, source.height) * source.width * channels;
    pickColumns(source.samples, from, target.samples, y * target.width * channels, columns, channels);
  }
}

function pickColumns(
  from: Samples,
  start: number,
  to: Samples,
  into: number,
  columns: Int32Array,
  channels: number,
): void {
  let at = into;
  for (let x = 0; x < columns.length; x += 1) {
    const pixel = start + (columns[x] as number);
    for (let channel = 0; channel < channels; channel += 1, at += 1) to[at] = from[pixel + channel] as number;
  }
}

function nearest(index: number, ratio: number, length: number): number {
  return Math.min(Math.floor((index + 0.5) * ratio), length - 1);
}
