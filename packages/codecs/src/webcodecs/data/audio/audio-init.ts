import { arrayBuffer, bytesOfSource } from '../idl/buffers.ts';
import { Members, oneOf, sequenceOf } from '../idl/dictionaries.ts';
import { enforceLongLong, enforceUnsignedLong, toFloat } from '../idl/numbers.ts';
import { type AudioSampleFormat, SAMPLE_FORMATS } from './sample-formats.ts';

/** What an AudioData is made of. Source: WebCodecs §9.2.2, AudioDataInit. */
export interface AudioDataInit {
  /** How the samples are stored. */
  format: AudioSampleFormat;
  /** Sample-frames per second, Hz; above 0. */
  sampleRate: number;
  /** Sample-frames, 1 or more. */
  numberOfFrames: number;
  /** Channels, 1 or more. */
  numberOfChannels: number;
  /** Presentation time, µs. */
  timestamp: number;
  /** The samples: planes one after the other, or interleaved. Copied, unless its buffer is transferred. */
  data: AllowSharedBufferSource;
  /** Buffers that are detached in return; samples in one of these are taken over instead of copied. @default [] */
  transfer?: readonly ArrayBuffer[];
}

/** What of an AudioData is copied, and how it comes out. Source: WebCodecs §9.2.6, AudioDataCopyToOptions. */
export interface AudioDataCopyToOptions {
  /** Which plane; 0 is the only one of an interleaved format. */
  planeIndex: number;
  /** Sample-frames to leave out at the beginning. @default 0 */
  frameOffset?: number;
  /** Sample-frames to copy. @default all that follow the offset */
  frameCount?: number;
  /** How the samples are stored afterwards. @default the format the AudioData has */
  format?: AudioSampleFormat;
}

/** An AudioDataInit after conversion. */
export interface ConvertedAudioInit extends Required<AudioDataInit> {
  /** What `data` covers; none when it is detached. */
  readonly data: Uint8Array;
}

const toSampleFormat = oneOf(SAMPLE_FORMATS);

/** Converts members in WebIDL's order. @throws {TypeError} for what does not convert */
export function convertAudioInit(value: unknown): ConvertedAudioInit {
  if (value === undefined || value === null) throw new TypeError('AudioData needs an AudioDataInit');
  const init = new Members(value, 'AudioDataInit');
  return {
    data: init.required('data', bytesOfSource),
    format: init.required('format', toSampleFormat),
    numberOfChannels: init.required('numberOfChannels', enforceUnsignedLong),
    numberOfFrames: init.required('numberOfFrames', enforceUnsignedLong),
    sampleRate: init.required('sampleRate', toFloat),
    timestamp: init.required('timestamp', enforceLongLong),
    transfer: init.optional('transfer', sequenceOf(arrayBuffer)) ?? [],
  };
}

/** Converts members in WebIDL's order. @throws {TypeError} for what does not convert */
export function convertAudioCopyOptions(value: unknown): AudioDataCopyToOptions {
  const options = new Members(value, 'AudioDataCopyToOptions');
  const format = options.optional('format', toSampleFormat);
  const frameCount = options.optional('frameCount', enforceUnsignedLong);
  return {
    ...(format && { format }),
    ...(frameCount !== undefined && { frameCount }),
    frameOffset: options.optional('frameOffset', enforceUnsignedLong) ?? 0,
    planeIndex: options.required('planeIndex', enforceUnsignedLong),
  };
}
