import type { VideoFrame } from '@remotemedia/codecs';
import { isRgb } from '../pixels/pixel-shape.ts';
import { readPicture, writePicture } from '../pixels/read-picture.ts';
import { relayout } from './relayout.ts';
import { rgbToYuv } from './rgb-to-yuv.ts';
import type { PixelTarget } from './target-format.ts';
import { spaceOf, type YuvColors, yuvColorsOf } from './yuv-colors.ts';

/**
 * The same picture in another pixel format.
 *
 * @param colors what luma and chroma of the result mean
 * @returns `undefined` when it is what was asked for already; else a frame for the caller to close
 */
export async function convertFrame(
  frame: VideoFrame,
  target: PixelTarget,
  colors: YuvColors,
): Promise<VideoFrame | undefined> {
  if (target === 'I420' || target === 'NV12') return toYuv(frame, target, colors);
  if (frame.format === target) return undefined;
  const picture = await readPicture(frame, target);
  return writePicture(picture, frame, { colorSpace: SRGB });
}

const SRGB = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true } as const;

async function toYuv(frame: VideoFrame, target: 'I420' | 'NV12', colors: YuvColors): Promise<VideoFrame | undefined> {
  const { format } = frame;
  const from = frame.colorSpace.toJSON();
  const colorSpace = spaceOf(colors, from);
  if (format && !isRgb(format)) {
    const has = yuvColorsOf(from, colors);
    if (has.matrix === colors.matrix && has.range === colors.range) {
      if (format === target) return undefined;
      return writePicture(relayout(await readPicture(frame), target), frame, { colorSpace });
    }
  }
  const rgb = await readPicture(frame, format && isRgb(format) ? format : 'RGBX');
  return writePicture(rgbToYuv(rgb, target, colors), frame, { colorSpace });
}
