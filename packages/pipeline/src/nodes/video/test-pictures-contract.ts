import { VideoFrame, type VideoFrameBufferInit, type VideoPixelFormat } from '@remotemedia/codecs';
import type { RuntimeData, VideoData } from '../../data/runtime-data.ts';
import { blankPicture, type Picture } from './pixels/picture.ts';
import { pixelShape } from './pixels/pixel-shape.ts';
import { readPicture } from './pixels/read-picture.ts';

/** A picture whose every sample is what `at` says of its plane and place. */
export function drawnPicture(
  format: VideoPixelFormat,
  width: number,
  height: number,
  at: (plane: number, x: number, y: number, channel: number) => number,
): Picture {
  const picture = blankPicture(format, width, height);
  picture.planes.forEach(({ samples, shape, width: across }, plane) => {
    for (let index = 0; index < samples.length; index += 1) {
      const place = Math.floor(index / shape.channels);
      samples[index] = at(plane, place % across, Math.floor(place / across), index % shape.channels);
    }
  });
  return picture;
}

/** A picture of noise that is the same each time. */
export function noisePicture(format: VideoPixelFormat, width: number, height: number, seed = 1): Picture {
  let state = seed;
  const limit = 2 ** pixelShape(format).bitDepth;
  return drawnPicture(format, width, height, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return Math.floor((state / 2 ** 32) * limit);
  });
}

/** Waves of light and colour, such as a camera may see. */
export function wavePicture(width: number, height: number): Picture {
  return drawnPicture('I420', width, height, (plane, x, y) =>
    Math.round(128 + 90 * Math.sin((x * (plane + 1)) / 4 + plane) * Math.cos(y / (3 + plane))),
  );
}

/** The picture as an item; its pixels stay as they are. */
export function videoOf(picture: Picture, init: Partial<VideoFrameBufferInit> = {}): VideoData {
  const { format, width, height, buffer, planes } = picture;
  const layout = planes.map(({ offset, stride }) => ({ offset, stride }));
  const frame = new VideoFrame(buffer, {
    format,
    codedWidth: width,
    codedHeight: height,
    layout,
    timestamp: 40_000,
    duration: 20_000,
    ...init,
  });
  return { kind: 'video', frame, streamId: 'a', frameNumber: 7 };
}

/** The one picture that a node gave. */
export function onlyVideo(items: readonly RuntimeData[]): VideoData {
  const [item] = items;
  if (items.length !== 1 || item?.kind !== 'video') throw new Error(`expected one picture, got ${items.length} items`);
  return item;
}

/** All samples of a frame, plane by plane. */
export async function samplesOf(frame: VideoFrame): Promise<readonly (readonly number[])[]> {
  const { planes } = await readPicture(frame);
  return planes.map(({ samples }) => [...samples]);
}

/** How much like a reference it is, in dB; `Infinity` for the same. */
export function psnr(picture: Picture, reference: Picture): number {
  const peak = 2 ** pixelShape(picture.format).bitDepth - 1;
  let sum = 0;
  let count = 0;
  picture.planes.forEach(({ samples }, plane) => {
    const other = reference.planes[plane]?.samples ?? samples;
    for (let index = 0; index < samples.length; index += 1)
      sum += ((samples[index] as number) - (other[index] as number)) ** 2;
    count += samples.length;
  });
  return sum === 0 ? Number.POSITIVE_INFINITY : 10 * Math.log10(peak ** 2 / (sum / count));
}
