import { SdkError } from '@remotemedia/base';
import { assertBytes, assertObject, assertOneOf } from '../module/checks.ts';
import type { VpxImage, VpxImageFormat, VpxPicture, VpxPictureFormat, VpxPlaneLayout } from '../vpx/index.ts';

/** A raw video frame in memory, its planes one after another without gaps. */
export interface RawVideoFrame<Format extends string = VpxImageFormat> {
  /** Pixels in a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** How `data` is to be read. */
  readonly format: Format;
  /** The samples. */
  readonly data: Uint8Array;
  /** When it is shown, µs. */
  readonly timestampUs: number;
  /** To an encoder: make a key frame of it. From a decoder: it was one. @default false */
  readonly isKeyframe?: boolean | undefined;
}

/** What can be encoded. */
const INPUT_FORMATS: readonly VpxImageFormat[] = ['I420', 'I420A', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX'];

/** Bytes of a row and how many rows, for each plane. */
type PlaneSize = readonly [rowBytes: number, rows: number];

/** What the encoder is given for a frame. @throws {SdkError} `invalid-argument` when it is no frame, `out-of-range` when `data` is too short or too long */
export function imageOf(frame: RawVideoFrame): VpxImage {
  assertObject('a frame', frame);
  const { width, height, format, data } = frame;
  assertOneOf('format', format, INPUT_FORMATS);
  assertBytes('data', data);
  const layout: VpxPlaneLayout[] = [];
  let offset = 0;
  for (const [stride, rows] of planeSizes(format, width, height)) {
    layout.push({ offset, stride });
    offset += stride * rows;
  }
  if (data.length === offset) return { format, data, layout, codedWidth: width, codedHeight: height };
  const detail = `a frame of ${width} x ${height} in ${format} has ${offset} bytes, not ${data.length}`;
  throw new SdkError('out-of-range', detail);
}

/** A decoded picture as a frame with memory of its own. */
export function frameOf(
  picture: VpxPicture,
  timestampUs: number,
  isKeyframe: boolean,
): RawVideoFrame<VpxPictureFormat> {
  const { width, height, format, planes } = picture;
  const sizes = planeSizes(format, width, height);
  const data = new Uint8Array(sizes.reduce((sum, [rowBytes, rows]) => sum + rowBytes * rows, 0));
  let to = 0;
  for (const [index, [rowBytes, rows]] of sizes.entries()) {
    const plane = planes[index];
    for (let row = 0; plane && row < rows; row++, to += rowBytes) {
      data.set(plane.data.subarray(row * plane.stride, row * plane.stride + rowBytes), to);
    }
  }
  return { width, height, format, data, timestampUs, isKeyframe };
}

function planeSizes(format: VpxImageFormat | VpxPictureFormat, width: number, height: number): readonly PlaneSize[] {
  const across = (width + 1) >> 1;
  const down = (height + 1) >> 1;
  const luma: PlaneSize = [width, height];
  switch (format) {
    case 'I420':
      return [luma, [across, down], [across, down]];
    case 'I420A':
      return [luma, [across, down], [across, down], luma];
    case 'I422':
      return [luma, [across, height], [across, height]];
    case 'I440':
      return [luma, [width, down], [width, down]];
    case 'I444':
      return [luma, luma, luma];
    case 'NV12':
      return [luma, [2 * across, down]];
    case 'RGBA':
    case 'RGBX':
    case 'BGRA':
    case 'BGRX':
      return [[4 * width, height]];
  }
}
