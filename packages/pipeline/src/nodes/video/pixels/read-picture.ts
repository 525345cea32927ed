import { SdkError } from '@remotemedia/base';
import { VideoFrame, type VideoFrameBufferInit, type VideoPixelFormat } from '@remotemedia/codecs';
import { blankPicture, type Picture } from './picture.ts';

/** Longest side of a picture that nodes take, in pixels. */
export const MAX_SIDE = 16_384;

/**
 * The part of a video frame that is seen, in memory of its own.
 *
 * @param format converts to it; only RGB formats can be had this way. @default as the frame has it, or RGBA where the
 * browser does not say how
 * @throws {SdkError} `invalid-argument` for a frame that is closed or too large
 */
export async function readPicture(frame: VideoFrame, format?: 'RGBA' | 'RGBX' | 'BGRA' | 'BGRX'): Promise<Picture> {
  const rect = frame.visibleRect;
  if (!rect) throw new SdkError('invalid-argument', 'the video frame is closed');
  if (rect.width > MAX_SIDE || rect.height > MAX_SIDE) {
    const size = `${rect.width}×${rect.height}`;
    throw new SdkError('invalid-argument', `a picture may be ${MAX_SIDE} pixels wide and high, this one is ${size}`);
  }
  const into = format ?? frame.format ?? 'RGBA';
  const picture = blankPicture(into, rect.width, rect.height);
  const layout = picture.planes.map(({ offset, stride }) => ({ offset, stride }));
  const isSame = into === frame.format;
  // A conversion has planes of its own, so a layout of ours is only told where the planes stay what they are.
  await frame.copyTo(picture.buffer, { rect, layout, ...(isSame ? {} : { format: into, colorSpace: 'srgb' }) });
  return picture;
}

/** What of a new frame is not as in the frame that it was made of. */
export type FrameChanges = Partial<
  Pick<VideoFrameBufferInit, 'displayWidth' | 'displayHeight' | 'colorSpace' | 'rotation' | 'flip'>
>;

/**
 * A video frame of a picture, whose buffer is gone afterwards. Time, orientation, colours, size on the screen and
 * metadata are those of `like`, where `changes` says nothing else.
 */
export function writePicture(picture: Picture, like: VideoFrame, changes: FrameChanges = {}): VideoFrame {
  const { format, width, height, buffer, planes } = picture;
  const { timestamp, duration, displayWidth, displayHeight, rotation, flip } = like;
  return new VideoFrame(buffer, {
    format,
    codedWidth: width,
    codedHeight: height,
    timestamp,
    ...(duration === null ? {} : { duration }),
    layout: planes.map(({ offset, stride }) => ({ offset, stride })),
    transfer: [buffer],
    displayWidth,
    displayHeight,
    rotation,
    flip,
    metadata: like.metadata(),
    // Pixels that were converted while they were read are sRGB, which is what RGB means unless somebody says more.
    ...(isKept(format, like) ? { colorSpace: like.colorSpace.toJSON() } : {}),
    ...changes,
  });
}

function isKept(format: VideoPixelFormat, like: VideoFrame): boolean {
  return format === like.format;
}
