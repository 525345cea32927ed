import { Members } from '../idl/dictionaries.ts';
import { enforceUnsignedLong, MAX_UNSIGNED_LONG } from '../idl/numbers.ts';
import { pixelLayout, type VideoPixelFormat } from './pixel-formats.ts';
import type { PixelRect } from './rectangles.ts';

/** Where a plane is in a buffer. Source: WebCodecs §9.7, PlaneLayout. */
export interface PlaneLayout {
  /** Where its first row begins, bytes. */
  offset: number;
  /** From one row to the next, bytes. */
  stride: number;
}

/** Which bytes of one plane belong to a rectangle. */
export interface PlaneArea {
  /** First row. */
  readonly top: number;
  /** Rows. */
  readonly rows: number;
  /** First byte of each row. */
  readonly leftBytes: number;
  /** Bytes of each row. */
  readonly rowBytes: number;
}

/** Where the planes of a rectangle are in a buffer. */
export interface CombinedLayout {
  /** By plane. */
  readonly planes: readonly PlaneLayout[];
  /** How large a buffer must be, bytes. */
  readonly allocationSize: number;
}

/** Converts a PlaneLayout. @throws {TypeError} for what does not convert */
export function convertPlaneLayout(value: unknown, what: string): PlaneLayout {
  const layout = new Members(value, what);
  return {
    offset: layout.required('offset', enforceUnsignedLong),
    stride: layout.required('stride', enforceUnsignedLong),
  };
}

/** Which bytes of each plane belong to `rect`. */
export function planeAreas(format: VideoPixelFormat, { x, y, width, height }: PixelRect): PlaneArea[] {
  return pixelLayout(format).planes.map(({ sampleBytes, sampleWidth, sampleHeight }) => ({
    top: Math.ceil(y / sampleHeight),
    rows: Math.ceil(height / sampleHeight),
    leftBytes: Math.floor(x / sampleWidth) * sampleBytes,
    rowBytes: Math.ceil(width / sampleWidth) * sampleBytes,
  }));
}

/**
 * Where the planes of a rectangle go, and how much room that takes. Source: WebCodecs §9.4.7, Compute Layout and
 * Allocation Size.
 *
 * @param layout `undefined` for planes close together
 * @throws {TypeError} for the wrong number of planes, rows that do not fit, planes that overlap, or too large a buffer
 */
export function combineLayout(
  format: VideoPixelFormat,
  rect: PixelRect,
  layout: readonly PlaneLayout[] | undefined,
): CombinedLayout {
  const areas = planeAreas(format, rect);
  if (layout && layout.length !== areas.length)
    throw new TypeError(`layout has ${layout.length} planes; ${format} has ${areas.length}`);
  const planes: PlaneLayout[] = [];
  const ends: number[] = [];
  let allocationSize = 0;
  areas.forEach(({ rows, rowBytes }, index) => {
    const { offset, stride } = layout?.[index] ?? { offset: allocationSize, stride: rowBytes };
    if (stride < rowBytes) throw new TypeError(`plane ${index} has stride ${stride}; a row is ${rowBytes} bytes`);
    const end = offset + stride * rows;
    if (end > MAX_UNSIGNED_LONG) throw new TypeError(`plane ${index} would end at byte ${end}`);
    planes.forEach((other, earlier) => {
      if (end > other.offset && (ends[earlier] ?? 0) > offset)
        throw new TypeError(`plane ${index} overlaps with plane ${earlier}`);
    });
    planes.push({ offset, stride });
    ends.push(end);
    allocationSize = Math.max(allocationSize, end);
  });
  return { planes, allocationSize };
}

/** Whether values of two bytes begin at even places, so that they can be read as numbers. */
export function isAligned(format: VideoPixelFormat, bytes: Uint8Array, layout: readonly PlaneLayout[]): boolean {
  if (pixelLayout(format).bitDepth === 8) return true;
  return bytes.byteOffset % 2 === 0 && layout.every(({ offset, stride }) => (offset | stride) % 2 === 0);
}
