import type { SourcePixels, TargetPixels } from './convert-pixels.ts';
import { yuvMatrix } from './matrices.ts';
import { type ValuePlane, yuvPlanes } from './yuv-planes.ts';

/**
 * Turns luma and chroma into RGB of the same gamut and curve. Each chroma value goes for all the pixels it covers. It is
 * the inner loop of all conversions, so it has no calls and makes no objects.
 */
export function yuvToRgb(source: SourcePixels, target: TargetPixels): void {
  const { rect } = source;
  const { y, u, v, a, chromaWidth, chromaHeight, bitDepth } = yuvPlanes(source);
  const matrix = yuvMatrix(source.colorSpace, bitDepth);
  const { luma, lumaOffset, chromaOffset, redOfV, greenOfU, greenOfV, blueOfU } = matrix;
  const out = clamped(target.bytes);
  const red = target.format[0] === 'R' ? 0 : 2;
  const blue = 2 - red;
  const lumas = y.values;
  const us = u.values;
  const vs = v.values;
  for (let row = 0; row < rect.height; row += 1) {
    let at = y.start + (rect.y + row) * y.stride + rect.x;
    let atU = firstChroma(u, rect.x, rect.y + row, chromaWidth, chromaHeight);
    let atV = firstChroma(v, rect.x, rect.y + row, chromaWidth, chromaHeight);
    let into = target.offset + row * target.stride;
    const end = into + rect.width * 4;
    while (into < end) {
      const first = (us[atU] ?? 0) - chromaOffset;
      const second = (vs[atV] ?? 0) - chromaOffset;
      const addRed = redOfV * second;
      const addGreen = greenOfU * first + greenOfV * second;
      const addBlue = blueOfU * first;
      const stop = Math.min(into + chromaWidth * 4, end);
      for (; into < stop; into += 4, at += 1) {
        const grey = ((lumas[at] ?? 0) - lumaOffset) * luma;
        out[into + red] = grey + addRed;
        out[into + 1] = grey + addGreen;
        out[into + blue] = grey + addBlue;
        out[into + 3] = 255;
      }
      atU += u.step;
      atV += v.step;
    }
    if (a) copyOpacity(a, source, row, bitDepth, out, target.offset + row * target.stride + 3);
  }
}

/** Rounds and clamps what is written. */
function clamped({ buffer, byteOffset, byteLength }: Uint8Array): Uint8ClampedArray {
  return new Uint8ClampedArray(buffer, byteOffset, byteLength);
}

function firstChroma({ start, stride, step }: ValuePlane, x: number, y: number, width: number, height: number): number {
  return start + Math.floor(y / height) * stride + Math.floor(x / width) * step;
}

function copyOpacity(
  { values, start, stride }: ValuePlane,
  { rect }: SourcePixels,
  row: number,
  bitDepth: number,
  out: Uint8ClampedArray,
  into: number,
): void {
  const scale = 255 / (2 ** bitDepth - 1);
  const at = start + (rect.y + row) * stride + rect.x;
  for (let x = 0; x < rect.width; x += 1) out[into + x * 4] = (values[at + x] ?? 0) * scale;
}
