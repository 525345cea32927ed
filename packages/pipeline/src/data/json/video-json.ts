import { SdkError } from '@remotemedia/base';
import { VideoFrame, type VideoFrameCopyToOptions, type VideoPixelFormat } from '@remotemedia/codecs';
import type { JsonValue } from '../json-value.ts';
import type { EncodedVideoData, VideoData } from '../runtime-data.ts';
import { expected, JsonFields } from './json-fields.ts';
import { MAX_SIDE } from './json-limits.ts';
import { rgbaFromRgb } from './rgb-pixels.ts';

/** Upstream's name of each codec, and the registry's: upstream knows neither profiles nor levels. `Vp9` is ours. */
const CODECS: readonly { readonly name: string; readonly codec: string; readonly prefixes: readonly string[] }[] = [
  { name: 'Vp8', codec: 'vp8', prefixes: ['vp8'] },
  { name: 'Vp9', codec: 'vp09.00.10.08', prefixes: ['vp09', 'vp9'] },
  { name: 'H264', codec: 'avc1.42e01f', prefixes: ['avc1', 'avc3'] },
  { name: 'Av1', codec: 'av01.0.04M.08', prefixes: ['av01'] },
];

/** How pixels lie, by upstream's names, and the name that WebCodecs has for it. `Rgb24` has none. */
const FORMATS: ReadonlyMap<string, VideoPixelFormat | 'RGB24'> = new Map([
  ['Yuv420p', 'I420'],
  ['I420', 'I420'],
  ['NV12', 'NV12'],
  ['Rgba32', 'RGBA'],
  ['Rgb24', 'RGB24'],
]);

/** A picture as its pixels. What upstream has no name for becomes RGBA. */
export async function videoToJson({ frame, frameNumber, streamId }: VideoData): Promise<JsonValue> {
  const format = frame.format === 'I420' || frame.format === 'NV12' ? frame.format : 'RGBA';
  const options: VideoFrameCopyToOptions = format === 'RGBA' ? { format } : {};
  const pixels = new Uint8Array(frame.allocationSize(options));
  await frame.copyTo(pixels, options);
  const { width = 0, height = 0 } = frame.visibleRect ?? {};
  return {
    pixel_data: [...pixels],
    width,
    height,
    format: format === 'RGBA' ? 'Rgba32' : format,
    codec: null,
    frame_number: frameNumber ?? 0,
    timestamp_us: Math.max(0, Math.round(frame.timestamp)),
    is_keyframe: true,
    stream_id: streamId ?? null,
  };
}

/** An encoded picture. @throws {SdkError} `unimplemented` for a codec that upstream has no name for */
export function encodedVideoToJson(item: EncodedVideoData): JsonValue {
  const known = CODECS.find(({ prefixes }) => prefixes.some((prefix) => item.codec.toLowerCase().startsWith(prefix)));
  if (!known)
    throw new SdkError('unimplemented', `the JSON form has no name for the codec ${JSON.stringify(item.codec)}`);
  return {
    pixel_data: [...item.data],
    width: item.width,
    height: item.height,
    format: 'Encoded',
    codec: known.name,
    frame_number: item.frameNumber ?? 0,
    timestamp_us: Math.max(0, Math.round(item.timestampUs)),
    is_keyframe: item.isKeyFrame,
    stream_id: item.streamId ?? null,
  };
}

/** Reads a picture, encoded or not. @throws {SdkError} `invalid-argument` for anything else */
export function videoFromJson(value: unknown): VideoData | EncodedVideoData {
  const fields = new JsonFields(value, 'Video');
  const side = { min: 1, max: MAX_SIDE };
  const size = { width: fields.integer('width', side), height: fields.integer('height', side) };
  const timestampUs = fields.optionalInteger('timestamp_us') ?? 0;
  const common = { frameNumber: fields.optionalInteger('frame_number'), streamId: fields.optionalText('stream_id') };
  const data = fields.bytes('pixel_data');
  const name = fields.optionalText('codec');
  if (name === undefined) {
    return { kind: 'video', frame: frameOf(data, fields.text('format'), size, timestampUs), ...common };
  }
  const known = CODECS.find((each) => each.name.toLowerCase() === name.toLowerCase());
  if (!known) throw expected('Video.codec', `one of ${CODECS.map((each) => each.name).join(', ')}`, name);
  const isKeyFrame = fields.flag('is_keyframe');
  return { kind: 'encodedVideo', codec: known.codec, data, isKeyFrame, ...size, timestampUs, ...common };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function frameOf(data: Uint8Array<ArrayBuffer>, name: string, { width, height }: Size, timestamp: number): VideoFrame {
  const format = FORMATS.get(name);
  if (!format) throw expected('Video.format', `one of ${[...FORMATS.keys()].join(', ')}`, name);
  const wanted = sizeOf(format, width, height);
  if (data.length !== wanted) {
    throw expected('Video.pixel_data', `the ${wanted} bytes of ${width}×${height} in ${name}`, data.length);
  }
  const pixels = format === 'RGB24' ? rgbaFromRgb(data) : data;
  return new VideoFrame(pixels, {
    format: format === 'RGB24' ? 'RGBX' : format,
    codedWidth: width,
    codedHeight: height,
    timestamp,
    transfer: [pixels.buffer],
  });
}

function sizeOf(format: VideoPixelFormat | 'RGB24', width: number, height: number): number {
  if (format === 'RGB24') return width * height * 3;
  if (format === 'RGBA') return width * height * 4;
  return width * height + 2 * Math.ceil(width / 2) * Math.ceil(height / 2);
}
