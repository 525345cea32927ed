import { SdkError } from '@remotemedia/base';
import { assertObject, assertOneOf } from '../module/checks.ts';
import type { VpxColorSpace } from './color-space.ts';

/** What a frame's memory can hold. Alpha is not encoded. */
export type VpxImageFormat = 'I420' | 'I420A' | 'NV12' | 'RGBA' | 'RGBX' | 'BGRA' | 'BGRX';

/** A part of a frame, in pixels. */
export interface VpxRect {
  /** Distance from the left edge. */
  readonly x: number;
  /** Distance from the top. */
  readonly y: number;
  /** At least 1. */
  readonly width: number;
  /** At least 1. */
  readonly height: number;
}

/** Where a plane lies in a frame's memory. */
export interface VpxPlaneLayout {
  /** Its first byte. */
  readonly offset: number;
  /** From one row to the next, bytes. */
  readonly stride: number;
}

/** A video frame in memory, as WebCodecs describes it. */
export interface VpxImage {
  /** What the bytes are. */
  readonly format: VpxImageFormat;
  /** The bytes of all planes. */
  readonly data: Uint8Array;
  /** One entry for each plane. */
  readonly layout: readonly VpxPlaneLayout[];
  /** Pixels in a row. */
  readonly codedWidth: number;
  /** Rows. */
  readonly codedHeight: number;
  /**
   * What is to be encoded. Odd offsets are allowed; the chroma then begins half a sample further left or up.
   *
   * @default all of it
   */
  readonly visibleRect?: VpxRect | undefined;
  /** What the colours mean. Without it, BT.709 with limited range. */
  readonly colorSpace?: VpxColorSpace | undefined;
}

/** How a plane's samples lie: bytes of one, and how many pixels share one. */
interface PlaneShape {
  readonly sampleBytes: number;
  readonly shift: 0 | 1;
}

/** A format to the bridge: its number there, and the planes that are read. */
export interface FormatShape {
  /** The number in the bridge's `enum format`. */
  readonly id: number;
  /** Planes to copy. */
  readonly planes: readonly PlaneShape[];
  /** Whether it has to be converted from red, green and blue. */
  readonly isRgb: boolean;
}

const WHOLE: PlaneShape = { sampleBytes: 1, shift: 0 };
const HALF: PlaneShape = { sampleBytes: 1, shift: 1 };
const PAIRS: PlaneShape = { sampleBytes: 2, shift: 1 };
const PIXELS: PlaneShape = { sampleBytes: 4, shift: 0 };

const SHAPES: Readonly<Record<VpxImageFormat, FormatShape>> = {
  I420: { id: 0, planes: [WHOLE, HALF, HALF], isRgb: false },
  I420A: { id: 0, planes: [WHOLE, HALF, HALF], isRgb: false },
  NV12: { id: 1, planes: [WHOLE, PAIRS], isRgb: false },
  RGBA: { id: 2, planes: [PIXELS], isRgb: true },
  RGBX: { id: 2, planes: [PIXELS], isRgb: true },
  BGRA: { id: 3, planes: [PIXELS], isRgb: true },
  BGRX: { id: 3, planes: [PIXELS], isRgb: true },
};

/** The shape of a format. @throws {SdkError} `invalid-argument` for one that cannot be encoded */
export function shapeOf(format: VpxImageFormat): FormatShape {
  assertOneOf<string>('image.format', format, Object.keys(SHAPES));
  return SHAPES[format];
}

/** The part that is encoded. @throws {SdkError} `out-of-range` when it is empty or not within the frame */
export function visibleRectOf({ codedWidth, codedHeight, visibleRect }: VpxImage): VpxRect {
  if (visibleRect !== undefined) assertObject('image.visibleRect', visibleRect);
  const rect = visibleRect ?? { x: 0, y: 0, width: codedWidth, height: codedHeight };
  const { x, y, width, height } = rect;
  const fits =
    [x, y, width, height, codedWidth, codedHeight].every(Number.isSafeInteger) &&
    Math.min(x, y) >= 0 &&
    Math.min(width, height) >= 1 &&
    x + width <= codedWidth &&
    y + height <= codedHeight;
  if (fits) return rect;
  const what = `${width} x ${height} at ${x}, ${y} of ${codedWidth} x ${codedHeight}`;
  throw new SdkError('out-of-range', `the visible part of a frame must lie in it and have pixels; it is ${what}`);
}
