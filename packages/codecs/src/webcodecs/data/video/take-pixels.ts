import { takeBytes } from '../idl/buffers.ts';
import type { ConvertedBufferInit } from './frame-init.ts';
import type { PixelMemory } from './frame-state.ts';
import { pixelLayout, type VideoPixelFormat } from './pixel-formats.ts';
import { combineLayout, isAligned, type PlaneLayout, planeAreas } from './plane-layout.ts';
import type { PixelRect } from './rectangles.ts';

/** Pixels that were taken out of a buffer. */
export interface TakenPixels extends PixelMemory {
  /** Pixels across that are there. */
  readonly codedWidth: number;
  /** Pixels down that are there. */
  readonly codedHeight: number;
  /** Which of them are seen. */
  readonly visibleRect: PixelRect;
}

/**
 * Takes transferred pixels where they are, and copies the others; either way all buffers in the list are detached. Of
 * copied pixels only those that are seen are kept, up to whole chroma samples. Chromium does both alike.
 *
 * @param planes where the planes are in `data`
 * @param seen which pixels are seen
 */
export function takePixels(
  data: Uint8Array,
  init: ConvertedBufferInit,
  planes: readonly PlaneLayout[],
  seen: PixelRect,
): TakenPixels {
  const { format, codedWidth, codedHeight, transfer } = init;
  const isListed = transfer.some((buffer) => buffer === data.buffer);
  if (isListed && isAligned(format, data, planes))
    return { bytes: takeBytes(data, transfer), layout: planes, codedWidth, codedHeight, visibleRect: seen };
  const coded = wholeSamples(format, seen);
  const memory = copyPart(data, init, planes, coded);
  takeBytes(new Uint8Array(0), transfer);
  return { ...memory, codedWidth: coded.width, codedHeight: coded.height, visibleRect: { ...seen, x: 0, y: 0 } };
}

/** Copies a part; what of it is outside of the picture stays 0. */
function copyPart(
  data: Uint8Array,
  { format, codedWidth, codedHeight }: ConvertedBufferInit,
  planes: readonly PlaneLayout[],
  part: PixelRect,
): PixelMemory {
  const { planes: layout, allocationSize } = combineLayout(format, part, undefined);
  const bytes = new Uint8Array(allocationSize);
  const there = planeAreas(format, { x: 0, y: 0, width: codedWidth, height: codedHeight });
  planeAreas(format, part).forEach(({ top, rows, leftBytes, rowBytes }, index) => {
    const from = planes[index];
    const into = layout[index];
    const source = there[index];
    if (!from || !into || !source) return;
    const length = Math.min(rowBytes, source.rowBytes - leftBytes);
    for (let row = 0; row < Math.min(rows, source.rows - top); row += 1) {
      const at = from.offset + (top + row) * from.stride + leftBytes;
      bytes.set(data.subarray(at, at + length), into.offset + row * into.stride);
    }
  });
  return { bytes, layout };
}

/** The rectangle, enlarged right and down to whole chroma samples. */
function wholeSamples(format: VideoPixelFormat, { x, y, width, height }: PixelRect): PixelRect {
  const { planes } = pixelLayout(format);
  const across = Math.max(...planes.map(({ sampleWidth }) => sampleWidth));
  const down = Math.max(...planes.map(({ sampleHeight }) => sampleHeight));
  return { x, y, width: Math.ceil(width / across) * across, height: Math.ceil(height / down) * down };
}
