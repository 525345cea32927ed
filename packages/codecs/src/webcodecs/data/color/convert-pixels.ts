import type { RgbColorSpace } from '../video/copy-options.ts';
import type { PixelMemory } from '../video/frame-state.ts';
import { isRgbFormat, type RgbFormat, type VideoPixelFormat } from '../video/pixel-formats.ts';
import type { PixelRect } from '../video/rectangles.ts';
import type { VideoColorSpaceInit } from '../video/video-color-space.ts';
import { convertColors } from './convert-colors.ts';
import { rgbToRgb } from './rgb-to-rgb.ts';
import { yuvToRgb } from './yuv-to-rgb.ts';

/** Pixels to convert. */
export interface SourcePixels extends PixelMemory {
  /** How they are stored. */
  readonly format: VideoPixelFormat;
  /** Which of them. */
  readonly rect: PixelRect;
  /** What their values mean. */
  readonly colorSpace: VideoColorSpaceInit;
}

/** Where converted pixels go. */
export interface TargetPixels {
  /** The buffer. */
  readonly bytes: Uint8Array;
  /** Where the first row begins, bytes. */
  readonly offset: number;
  /** From one row to the next, bytes. */
  readonly stride: number;
  /** The order of red, green, blue and opacity. */
  readonly format: RgbFormat;
  /** Which colours the values mean. */
  readonly colorSpace: RgbColorSpace;
}

/**
 * Converts a part of a picture to RGB. Values are right to half a step of the ITU's formulas. Source: WebCodecs §9.4.7,
 * Convert to RGB frame.
 */
export function convertPixels(source: SourcePixels, target: TargetPixels): void {
  if (isRgbFormat(source.format)) rgbToRgb(source, source.format, target);
  else yuvToRgb(source, target);
  convertColors(source, target);
}
