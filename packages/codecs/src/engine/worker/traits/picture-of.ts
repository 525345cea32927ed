import { type PackedFrame, packFrame, type VideoFrame } from '../../../webcodecs/data/index.ts';
import type { VideoEncodeInput } from '../../ports.ts';
import type { PictureMessage } from '../payloads.ts';
import type { Packed } from './coder-traits.ts';

/**
 * A frame on its way to the thread, and closed here. Bytes move if nobody else has them, else they are copied; the
 * browser's own frame moves as it is, and the thread reads it.
 */
export function pictureOf({ frame, keyFrame, quantizer }: VideoEncodeInput<VideoFrame>): Packed {
  const { packed, transfer } = packFrame(frame);
  const { timestamp, duration } = packed;
  const pixels = pixelsOf(packed);
  const input: PictureMessage = {
    type: 'picture',
    pixels,
    timestamp,
    duration: duration ?? undefined,
    keyFrame,
    quantizer,
  };
  return { input, transfer };
}

function pixelsOf({
  content,
  format,
  codedWidth,
  codedHeight,
  visibleRect,
  colorSpace,
}: PackedFrame): PictureMessage['pixels'] {
  if ('native' in content) return content.native;
  if (format === null) throw new TypeError('pixels in memory must have a format');
  const { bytes: data, layout } = content;
  return { format, data, layout, codedWidth, codedHeight, visibleRect, colorSpace };
}
