import type { Picture, Plane } from './pixels/picture.ts';

/** Turns a picture upside down, in place. */
export function flipRows({ planes }: Picture): void {
  for (const { samples, height } of planes) {
    const length = samples.length / height;
    const row = samples.slice(0, length);
    for (let top = 0, bottom = height - 1; top < bottom; top += 1, bottom -= 1) {
      row.set(samples.subarray(top * length, (top + 1) * length));
      samples.copyWithin(top * length, bottom * length, (bottom + 1) * length);
      samples.set(row, bottom * length);
    }
  }
}

/** Mirrors a picture left to right, in place. */
export function flipColumns({ planes }: Picture): void {
  for (const plane of planes) {
    const words = wordsOf(plane);
    for (let start = 0; start < words.length; start += plane.width)
      words.subarray(start, start + plane.width).reverse();
  }
}

/** The plane in units of a place: all of its values move together. */
function wordsOf({ samples, shape, offset }: Plane): Uint8Array | Uint16Array | Uint32Array {
  const { buffer } = samples;
  const bytes = samples.BYTES_PER_ELEMENT * shape.channels;
  const count = samples.byteLength / bytes;
  if (bytes === 4) return new Uint32Array(buffer, offset, count);
  if (bytes === 2) return new Uint16Array(buffer, offset, count);
  return samples;
}
