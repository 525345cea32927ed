import type { VideoPixelFormat } from '@remotemedia/codecs';

/** What the values of a plane are. */
export type PlaneRole = 'luma' | 'chroma' | 'alpha' | 'rgb';

/** How one plane of a pixel format lies. */
export interface PlaneShape {
  readonly role: PlaneRole;
  /** Values that lie side by side for one place: 2 for NV12's chroma, 4 for RGB. */
  readonly channels: 1 | 2 | 4;
  /** log2 of the pixels that one place covers, across. */
  readonly shiftX: 0 | 1;
  /** log2 of the pixels that one place covers, down. */
  readonly shiftY: 0 | 1;
}

/** How the pixels of a format lie. Source: WebCodecs §9.8, Pixel Format. */
export interface PixelShape {
  readonly planes: readonly PlaneShape[];
  /** Bits of one value; more than 8 take two bytes. */
  readonly bitDepth: 8 | 10 | 12;
}

const FULL = { channels: 1, shiftX: 0, shiftY: 0 } as const;
const LUMA: PlaneShape = { role: 'luma', ...FULL };
const ALPHA: PlaneShape = { role: 'alpha', ...FULL };
const NV12: PixelShape = { planes: [LUMA, { role: 'chroma', channels: 2, shiftX: 1, shiftY: 1 }], bitDepth: 8 };
const RGB: PixelShape = { planes: [{ role: 'rgb', channels: 4, shiftX: 0, shiftY: 0 }], bitDepth: 8 };

const known = new Map<VideoPixelFormat, PixelShape>([
  ['NV12', NV12],
  ['RGBA', RGB],
  ['RGBX', RGB],
  ['BGRA', RGB],
  ['BGRX', RGB],
]);

/** How the pixels of `format` lie. */
export function pixelShape(format: VideoPixelFormat): PixelShape {
  const shape = known.get(format) ?? planarShape(format);
  known.set(format, shape);
  return shape;
}

/** Whether a pixel of it is four bytes: red, green, blue and opacity in some order. */
export function isRgb(format: VideoPixelFormat): format is 'RGBA' | 'RGBX' | 'BGRA' | 'BGRX' {
  return pixelShape(format) === RGB;
}

/** The names say it all: `I422AP10` is chroma at half width, with opacity, of 10 bits. */
function planarShape(format: VideoPixelFormat): PixelShape {
  const shiftX = format.startsWith('I444') ? 0 : 1;
  const shiftY = format.startsWith('I420') ? 1 : 0;
  const chroma: PlaneShape = { role: 'chroma', channels: 1, shiftX, shiftY };
  const alpha = format.charAt(4) === 'A' ? [ALPHA] : [];
  const bitDepth = format.endsWith('P10') ? 10 : format.endsWith('P12') ? 12 : 8;
  return { planes: [LUMA, chroma, chroma, ...alpha], bitDepth };
}
