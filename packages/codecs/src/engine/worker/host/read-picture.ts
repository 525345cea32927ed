import { SdkError } from '@remotemedia/base';
import type { PictureMessage, PixelsMessage } from '../payloads.ts';

/** What the encoders take as it is; other formats are read as RGBA, which browsers can make of everything. */
const ENCODABLE: ReadonlySet<unknown> = new Set(['I420', 'I420A', 'NV12', 'RGBA', 'RGBX', 'BGRA', 'BGRX']);

/** A picture whose bytes are in memory. */
export type ReadPicture = PictureMessage & { readonly pixels: PixelsMessage };

/**
 * Brings a picture's bytes into memory: at once when they are there, else by reading the browser's frame, which is closed
 * then.
 *
 * @returns a promise that rejects with `data-loss` when the frame cannot be read
 */
export function readPicture(picture: PictureMessage): ReadPicture | Promise<ReadPicture> {
  const { pixels } = picture;
  if ('data' in pixels) return { ...picture, pixels };
  return readFrame(pixels).then((read) => ({ ...picture, pixels: read }));
}

/** Closes a picture that is not going to be read. */
export function dropPicture({ pixels }: PictureMessage): void {
  if (!('data' in pixels)) pixels.close();
}

async function readFrame(frame: VideoFrame): Promise<PixelsMessage> {
  try {
    const { format: own } = frame;
    const format = own !== null && ENCODABLE.has(own) ? own : 'RGBA';
    const options: VideoFrameCopyToOptions = format === own ? {} : { format, colorSpace: 'srgb' };
    const data = new Uint8Array(frame.allocationSize(options));
    const layout = await frame.copyTo(data, options);
    const { width, height } = frame.visibleRect ?? { width: frame.codedWidth, height: frame.codedHeight };
    const visibleRect = { x: 0, y: 0, width, height };
    const colorSpace = format === own ? frame.colorSpace.toJSON() : SRGB;
    return { format, data, layout, codedWidth: width, codedHeight: height, visibleRect, colorSpace };
  } catch (error) {
    throw new SdkError('data-loss', `the browser's frame cannot be read: ${String(error)}`, { cause: error });
  } finally {
    frame.close();
  }
}

const SRGB: VideoColorSpaceInit = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true };
