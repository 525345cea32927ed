import { SdkError } from '@remotemedia/base';
import { assertBytes, assertObject } from '../module/checks.ts';
import { type FormatShape, shapeOf, type VpxImage, type VpxRect, visibleRectOf } from './image.ts';
import { assertPixels } from './picture-limit.ts';

/** What of a plane is copied, and where to. */
export interface PlaneCopy {
  /** First byte in the frame's memory. */
  readonly from: number;
  /** From row to row there. */
  readonly fromStride: number;
  /** Bytes of a row. */
  readonly rowBytes: number;
  /** How many rows. */
  readonly rows: number;
  /** Where it goes, from the beginning of the room. */
  readonly to: number;
  /** From row to row there. */
  readonly toStride: number;
}

/** How a frame goes into the encoder's room for it. */
export interface StagingPlan {
  /** The part that is encoded. */
  readonly rect: VpxRect;
  /** The format. */
  readonly shape: FormatShape;
  /** One for each plane. */
  readonly copies: readonly PlaneCopy[];
  /** How much room it takes. */
  readonly sizeBytes: number;
}

/**
 * Plans the copy of a frame's visible part, and checks that its memory holds what the frame says.
 *
 * @throws {SdkError} `invalid-argument` or `out-of-range` when it does not, `resource-exhausted` for too many pixels
 */
export function planStaging(image: VpxImage): StagingPlan {
  assertObject('image', image);
  assertBytes('image.data', image.data);
  assertObject('image.layout', image.layout);
  if (image.colorSpace !== undefined) assertObject('image.colorSpace', image.colorSpace);
  const shape = shapeOf(image.format);
  const rect = visibleRectOf(image);
  assertPixels(rect.width, rect.height, 'a frame');
  const copies: PlaneCopy[] = [];
  let to = 0;
  for (const [index, { sampleBytes, shift }] of shape.planes.entries()) {
    const { offset, stride } = planeOf(image, index);
    const rowBytes = ((rect.width + shift) >> shift) * sampleBytes;
    const rows = (rect.height + shift) >> shift;
    const from = offset + Math.floor(rect.y / (1 << shift)) * stride + Math.floor(rect.x / (1 << shift)) * sampleBytes;
    assertInside(image, index, stride, rowBytes, from + (rows - 1) * stride + rowBytes);
    // Rows that lie close together are copied as one block, gaps included.
    const toStride = stride <= 2 * rowBytes ? stride : rowBytes;
    copies.push({ from, fromStride: stride, rowBytes, rows, to, toStride });
    // Sixteen more, so that planes begin where vectors like them to.
    to = (to + toStride * (rows - 1) + rowBytes + 15) & ~15;
  }
  return { rect, shape, copies, sizeBytes: to };
}

/** Copies a plane into `heap` at `base`. */
export function copyPlane(copy: PlaneCopy, data: Uint8Array, heap: Uint8Array, base: number): void {
  const { from, fromStride, rowBytes, rows, toStride } = copy;
  const to = base + copy.to;
  if (toStride === fromStride) {
    heap.set(data.subarray(from, from + fromStride * (rows - 1) + rowBytes), to);
    return;
  }
  for (let row = 0; row < rows; row++) {
    const start = from + row * fromStride;
    heap.set(data.subarray(start, start + rowBytes), to + row * toStride);
  }
}

function planeOf({ layout, format }: VpxImage, index: number) {
  const plane = layout[index];
  if (plane && Number.isSafeInteger(plane.offset) && plane.offset >= 0 && Number.isSafeInteger(plane.stride))
    return plane;
  const what = `layout[${index}] of an image in ${format} needs a whole offset of at least 0 and a whole stride`;
  throw new SdkError('invalid-argument', what);
}

function assertInside({ data, format }: VpxImage, index: number, stride: number, rowBytes: number, end: number): void {
  if (stride >= rowBytes && end <= data.length) return;
  const needs = `plane ${index} of an image in ${format} needs rows of ${rowBytes} bytes and ${end} bytes of data`;
  throw new SdkError('out-of-range', `${needs}; its stride is ${stride} and data has ${data.length}`);
}
