import { check, never } from './expectations.ts';
import type { PlatformClasses } from './platform-classes.ts';

/** A chunk with what came with it. */
export interface EncodedVideo {
  /** The chunk. */
  readonly chunk: EncodedVideoChunk;
  /** What came with it. */
  readonly metadata: EncodedVideoChunkMetadata | undefined;
}

/** A decoded picture's luma. */
export interface Luma {
  /** µs. */
  readonly timestamp: number;
  /** µs. */
  readonly duration: number | null;
  /** Pixels of a row. */
  readonly width: number;
  /** Rows. */
  readonly height: number;
  /** Without gaps. */
  readonly pixels: Uint8Array;
}

/** µs from picture to picture. */
export const INTERVAL_US = 40_000;

/** Luma of the nth picture: slopes with a square that moves. */
export function luma(index: number, width: number, height: number): Uint8Array<ArrayBuffer> {
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const isSquare = x > width / 8 + index * 4 && x < width / 3 + index * 4 && y > height / 4 && y < height / 2;
      pixels[y * width + x] = isSquare ? 200 : 40 + Math.round((80 * x) / width + (60 * y) / height);
    }
  return pixels;
}

/** Noise, which costs as many bits as the rate allows. */
export function noise({ VideoFrame }: PlatformClasses, index: number, width: number, height: number): VideoFrame {
  let seed = index + 1;
  const data = Uint8Array.from({ length: (width * height * 3) / 2 }, () => {
    seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
    return seed >>> 24;
  });
  const timestamp = index * INTERVAL_US;
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, timestamp });
}

/** The nth picture as I420, grey. */
export function picture(
  { VideoFrame }: PlatformClasses,
  index: number,
  width = 160,
  height = 120,
  options: object = {},
): VideoFrame {
  const chroma = 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
  const data = new Uint8Array(width * height + chroma).fill(128);
  data.set(luma(index, width, height));
  const time = { timestamp: index * INTERVAL_US, duration: INTERVAL_US };
  return new VideoFrame(data, { format: 'I420', codedWidth: width, codedHeight: height, ...time, ...options });
}

/** Encodes pictures; a key frame is asked for where `keyAt` says. */
export async function encodePictures(
  classes: PlatformClasses,
  config: Partial<VideoEncoderConfig> & { codec: string },
  count: number,
  keyAt: readonly number[] = [],
): Promise<EncodedVideo[]> {
  const results: EncodedVideo[] = [];
  const encoder = new classes.VideoEncoder({
    output: (chunk, metadata) => results.push({ chunk, metadata }),
    error: never('error'),
  });
  encoder.configure({ width: 160, height: 120, bitrate: 500_000, framerate: 25, ...config });
  for (let index = 0; index < count; index += 1) {
    const frame = picture(classes, index);
    encoder.encode(frame, { keyFrame: keyAt.includes(index) });
    frame.close();
  }
  await encoder.flush();
  encoder.close();
  return results;
}

/** Decodes chunks, with a new configuration wherever one came with a key chunk. */
export async function decodePictures(classes: PlatformClasses, encoded: readonly EncodedVideo[]): Promise<Luma[]> {
  const frames: VideoFrame[] = [];
  const decoder = new classes.VideoDecoder({ output: (frame) => frames.push(frame), error: never('error') });
  for (const { chunk, metadata } of encoded) {
    if (metadata?.decoderConfig && chunk.type === 'key') decoder.configure(metadata.decoderConfig);
    decoder.decode(chunk);
  }
  await decoder.flush();
  decoder.close();
  const pictures: Luma[] = [];
  for (const frame of frames) {
    pictures.push(await readLuma(frame));
    frame.close();
  }
  return pictures;
}

/** Decibels between the nth picture and what came back for it. */
export function psnrDb(index: number, { pixels, width, height }: Luma): number {
  const wanted = luma(index, width, height);
  const error = pixels.reduce((sum, value, at) => sum + (value - (wanted[at] ?? 0)) ** 2, 0) / pixels.length;
  return 10 * Math.log10(255 ** 2 / Math.max(error, 1e-9));
}

async function readLuma(frame: VideoFrame): Promise<Luma> {
  const rect = frame.visibleRect;
  check(rect !== null, 'a decoded frame is open');
  const bytes = new Uint8Array(frame.allocationSize());
  const [plane] = await frame.copyTo(bytes);
  check(plane !== undefined && frame.format !== null, 'a decoded frame has planes');
  const { width, height } = rect;
  const isRgb = /^(RGB|BGR)/.test(frame.format);
  const pixels = new Uint8Array(width * height);
  for (let y = 0; y < height; y += 1)
    for (let x = 0; x < width; x += 1) {
      const start = plane.offset + y * plane.stride;
      pixels[y * width + x] = isRgb ? lumaOfGrey(bytes[start + 4 * x + 1] ?? 0) : (bytes[start + x] ?? 0);
    }
  return { timestamp: frame.timestamp, duration: frame.duration, width, height, pixels };
}

/** Some browsers decode to RGB. The pictures are grey, so one of the three is enough; luma goes from 16 to 235. */
function lumaOfGrey(green: number): number {
  return Math.round(16 + (green * 219) / 255);
}
