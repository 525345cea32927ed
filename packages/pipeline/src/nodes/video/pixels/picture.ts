import type { VideoPixelFormat } from '@remotemedia/codecs';
import { type PlaneShape, pixelShape } from './pixel-shape.ts';

/** Values of one plane, of one or two bytes each. */
export type Samples = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer>;

/** One plane of a {@link Picture}; its rows lie close together. */
export interface Plane {
  readonly shape: PlaneShape;
  /** Places across; each has `shape.channels` values. */
  readonly width: number;
  readonly height: number;
  readonly samples: Samples;
  /** Where it begins in the picture's buffer, in bytes; a multiple of 8. */
  readonly offset: number;
  /** From one row to the next, in bytes. */
  readonly stride: number;
}

/** Pixels that nobody else has, plane by plane. */
export interface Picture {
  readonly format: VideoPixelFormat;
  readonly width: number;
  readonly height: number;
  readonly buffer: ArrayBuffer;
  readonly planes: readonly Plane[];
}

/** A black hole of the given size: all values are 0. */
export function blankPicture(format: VideoPixelFormat, width: number, height: number): Picture {
  const { planes, bitDepth } = pixelShape(format);
  const sampleBytes = bitDepth === 8 ? 1 : 2;
  let end = 0;
  const places = planes.map((shape) => {
    const across = (width + shape.shiftX) >> shape.shiftX;
    const down = (height + shape.shiftY) >> shape.shiftY;
    const stride = across * shape.channels * sampleBytes;
    // Rows of four bytes are read as words, which must begin at multiples of their size.
    const offset = Math.ceil(end / 8) * 8;
    end = offset + stride * down;
    return { shape, width: across, height: down, offset, stride };
  });
  const buffer = new ArrayBuffer(end);
  const Type = sampleBytes === 1 ? Uint8Array : Uint16Array;
  return {
    format,
    width,
    height,
    buffer,
    planes: places.map((place) => ({
      ...place,
      samples: new Type(buffer, place.offset, (place.stride * place.height) / sampleBytes),
    })),
  };
}

/** The plane at `index`. @throws {RangeError} when there is none */
export function planeOf(picture: Picture, index: number): Plane {
  const plane = picture.planes[index];
  if (!plane) throw new RangeError(`${picture.format} has no plane ${index}`);
  return plane;
}
