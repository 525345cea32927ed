import type { VideoFrame } from '@remotemedia/codecs';

/** A size in pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/**
 * How large a picture becomes, as it is shown: as large as asked for or, to keep its shape, as large as fits into that.
 * Sides that follow from the shape are even, as encoders want them.
 */
export function fitSize({ displayWidth, displayHeight }: VideoFrame, target: Size, keepsShape: boolean): Size {
  if (!keepsShape) return target;
  const factor = Math.min(target.width / displayWidth, target.height / displayHeight);
  const width = displayWidth * factor;
  const height = displayHeight * factor;
  const isWide = target.width - width < target.height - height;
  return isWide ? { width: target.width, height: even(height) } : { width: even(width), height: target.height };
}

function even(length: number): number {
  return Math.max(2, Math.round(length / 2) * 2);
}
