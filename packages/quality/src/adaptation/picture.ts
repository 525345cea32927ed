/** Width and height in pixels. */
export interface Size {
  /** Pixels from left to right. */
  readonly width: number;
  /** Pixels from top to bottom. */
  readonly height: number;
}

/** By how much pictures are made smaller when there is a choice: few steps, for each change costs a key frame. */
export const SCALES: readonly number[] = [1, 1.5, 2, 3, 4, 6, 8, 12];

/** A picture of this many pixels, 30 times a second, looks well at this many kilobits per second. */
const REFERENCE = { pixels: 160 * 90, kbps: 60, fps: 30 } as const;

/**
 * What a picture needs in kilobits per second. Twice the pixels need 1.7 times the bits, half the video frames 0.6 times:
 * 160×90 60, 320×180 180, 640×360 550, 1280×720 1700, 1920×1080 3200 at 30 video frames per second.
 */
export function kbpsFor(pixels: number, fps: number): number {
  return REFERENCE.kbps * (pixels / REFERENCE.pixels) ** 0.8 * (fps / REFERENCE.fps) ** 0.7;
}

/** By how much to divide both sides so that a picture fits into a box, on its side or upright. */
export function scaleToFit(
  source: Size,
  box: { readonly width?: number | undefined; readonly height?: number | undefined },
): number {
  const long = Math.max(source.width, source.height) / (box.width ?? Number.POSITIVE_INFINITY);
  const short = Math.min(source.width, source.height) / (box.height ?? Number.POSITIVE_INFINITY);
  return Math.max(1, long, short);
}

/** How much of a step a tile may be too large for it, so that 161 pixels do not cost as much as 320. */
const SLACK = 1.1;

/** The largest step by which a picture may be divided and still fills a tile. */
export function scaleToFill(source: Size, tile: Size): number {
  const most = Math.min(source.width / tile.width, source.height / tile.height) * SLACK;
  return SCALES.findLast((scale) => scale <= most) ?? 1;
}
