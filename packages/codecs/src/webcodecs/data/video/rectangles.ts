import { Members } from '../idl/dictionaries.ts';
import { toUnrestrictedDouble } from '../idl/numbers.ts';
import { native } from '../native-classes.ts';
import { pixelLayout, type VideoPixelFormat } from './pixel-formats.ts';

/** A rectangle, in pixels of the coded picture. */
export interface PixelRect {
  /** Pixels left of it. */
  readonly x: number;
  /** Pixels above it. */
  readonly y: number;
  /** Pixels across. */
  readonly width: number;
  /** Pixels down. */
  readonly height: number;
}

/** Converts a DOMRectInit; missing members are 0. @throws {TypeError} for what does not convert */
export function convertRect(value: unknown, what: string): PixelRect {
  const init = new Members(value, what);
  const member = (name: string): number => init.optional(name, toUnrestrictedDouble) ?? 0;
  return { height: member('height'), width: member('width'), x: member('x'), y: member('y') };
}

/**
 * Cuts fractions off and checks the rectangle. Source: WebCodecs §9.4.7, Parse Visible Rect, Verify Rect Offset
 * Alignment, and valid VideoFrameBufferInit. Chromium cuts fractions off the same way.
 *
 * @param format `null` where the samples are not known, which aligns with anything
 * @throws {TypeError} if it is empty, not finite, not inside the coded size, or begins inside a chroma sample
 */
export function checkRect(
  rect: PixelRect,
  what: string,
  codedWidth: number,
  codedHeight: number,
  format: VideoPixelFormat | null,
): PixelRect {
  const whole = { x: cut(rect.x), y: cut(rect.y), width: cut(rect.width), height: cut(rect.height) };
  const { x, y, width, height } = whole;
  const shown = `${what} is ${width}×${height} at ${x}, ${y}`;
  if (![x, y, width, height].every((side) => Number.isFinite(side) && side >= 0))
    throw new TypeError(`${shown}; expected finite numbers that are not negative`);
  if (width === 0 || height === 0) throw new TypeError(`${shown}; expected an area`);
  if (x + width > codedWidth || y + height > codedHeight)
    throw new TypeError(`${shown}, which is not inside the coded size ${codedWidth}×${codedHeight}`);
  const misfit = format && pixelLayout(format).planes.some((plane) => x % plane.sampleWidth || y % plane.sampleHeight);
  if (misfit) throw new TypeError(`${shown}, which is between two samples of ${format}`);
  return whole;
}

/** A DOMRectReadOnly; in a runtime that has none, an object of the same shape. */
export function domRect({ x, y, width, height }: PixelRect): DOMRectReadOnly {
  return native.DOMRectReadOnly ? new native.DOMRectReadOnly(x, y, width, height) : new PlainRect(x, y, width, height);
}

/** Source: Geometry Interfaces §5, DOMRectReadOnly; sides here are never negative. */
class PlainRect implements DOMRectReadOnly {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;

  constructor(x: number, y: number, width: number, height: number) {
    this.x = x;
    this.y = y;
    this.width = width;
    this.height = height;
  }

  get top(): number {
    return this.y;
  }

  get right(): number {
    return this.x + this.width;
  }

  get bottom(): number {
    return this.y + this.height;
  }

  get left(): number {
    return this.x;
  }

  toJSON(): Record<'x' | 'y' | 'width' | 'height' | 'top' | 'right' | 'bottom' | 'left', number> {
    const { x, y, width, height, top, right, bottom, left } = this;
    return { x, y, width, height, top, right, bottom, left };
  }
}

/** Not to minus zero. */
function cut(side: number): number {
  return Math.trunc(side) + 0;
}
