import { pixelLayout } from '../video/pixel-formats.ts';
import type { SourcePixels } from './convert-pixels.ts';

/** One plane as numbers. */
export interface ValuePlane {
  /** All numbers of the picture's memory. */
  readonly values: Uint8Array | Uint16Array;
  /** The first one of the plane. */
  readonly start: number;
  /** From one row to the next. */
  readonly stride: number;
  /** From one to the next in a row. */
  readonly step: number;
}

/** Luma, chroma and opacity as numbers. */
export interface YuvPlanes {
  /** Luma. */
  readonly y: ValuePlane;
  /** First chroma. */
  readonly u: ValuePlane;
  /** Second chroma. */
  readonly v: ValuePlane;
  /** Opacity, if there is any. */
  readonly a: ValuePlane | undefined;
  /** Pixels that a chroma value covers, across. */
  readonly chromaWidth: 1 | 2;
  /** Pixels that a chroma value covers, down. */
  readonly chromaHeight: 1 | 2;
  /** Bits of a value. */
  readonly bitDepth: number;
}

/** The planes of a picture of luma and chroma. Values of two bytes begin at even places. */
export function yuvPlanes({ bytes, layout, format }: SourcePixels): YuvPlanes {
  const { planes, bitDepth } = pixelLayout(format);
  const size = bitDepth > 8 ? 2 : 1;
  const values = size === 1 ? bytes : new Uint16Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >> 1);
  const [y = NONE, u = NONE, v = NONE, a] = planes.map((_, index): ValuePlane => {
    const { offset, stride } = layout[index] ?? { offset: 0, stride: 0 };
    return { values, start: offset / size, stride: stride / size, step: 1 };
  });
  const { sampleWidth: chromaWidth, sampleHeight: chromaHeight } = planes[1] ?? { sampleWidth: 1, sampleHeight: 1 };
  const pairs = { ...u, step: 2 };
  const chroma = planes.length === 2 ? { u: pairs, v: { ...pairs, start: pairs.start + 1 } } : { u, v };
  return { y, ...chroma, a, chromaWidth, chromaHeight, bitDepth };
}

const NONE: ValuePlane = { values: new Uint8Array(0), start: 0, stride: 0, step: 1 };
