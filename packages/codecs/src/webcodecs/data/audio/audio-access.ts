import type { NativeAudioData } from '../native-classes.ts';
import { SharedResource } from '../resource/shared-resource.ts';
import type { AudioContent } from './audio-content.ts';
import { type AudioData, makeAudioData, openState } from './audio-data.ts';
import { type AudioSampleFormat, sampleLayout } from './sample-formats.ts';

/** The samples of an AudioData, not copied; they must not be changed, and are good until it is closed. */
export interface AudioMemory {
  /** The samples: planes one after the other, or interleaved. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How they are stored. */
  readonly format: AudioSampleFormat;
  /** Sample-frames per second, Hz. */
  readonly sampleRate: number;
  /** Sample-frames. */
  readonly numberOfFrames: number;
  /** Channels. */
  readonly numberOfChannels: number;
}

/** Samples in memory that become an AudioData as they are. */
export interface AudioMemoryInit extends AudioMemory {
  /** Presentation time, µs. */
  readonly timestamp: number;
}

/**
 * The samples of an AudioData where they are.
 *
 * @returns `undefined` if the browser has them; `copyTo` reads them
 * @throws {DOMException} `InvalidStateError` after close
 */
export function audioMemory(data: AudioData): AudioMemory | undefined {
  const { resource, ...rest } = openState(data);
  const { content } = resource;
  return 'native' in content ? undefined : { ...rest, bytes: content.bytes };
}

/**
 * The browser's samples in an AudioData, which stay the AudioData's.
 *
 * @returns `undefined` if the samples are in memory of ours
 * @throws {DOMException} `InvalidStateError` after close
 */
export function nativeAudioOf(data: AudioData): NativeAudioData | undefined {
  const { content } = openState(data).resource;
  return 'native' in content ? content.native : undefined;
}

/** An AudioData over samples as they are. @throws {TypeError} for numbers that do not fit the bytes */
export function audioDataFromMemory({ bytes, timestamp, ...rest }: AudioMemoryInit): AudioData {
  const { format, numberOfFrames, numberOfChannels, sampleRate } = rest;
  const sizeBytes = numberOfFrames * numberOfChannels * sampleLayout(format).sampleBytes;
  if (!(sizeBytes > 0 && sampleRate > 0 && bytes.byteLength >= sizeBytes))
    throw new TypeError(`${numberOfFrames} × ${numberOfChannels} samples do not fit ${bytes.byteLength} bytes`);
  return makeAudioData({ ...rest, resource: new SharedResource<AudioContent>({ bytes }) }, timestamp);
}

/** An AudioData over one of the browser's, which belongs to it from then on. @throws {TypeError} if it is closed */
export function audioDataFromNative(data: NativeAudioData): AudioData {
  const { format, sampleRate, numberOfFrames, numberOfChannels, timestamp } = data;
  if (!format) throw new TypeError("the browser's AudioData is closed");
  const resource = new SharedResource<AudioContent>({ native: data }, () => data.close());
  return makeAudioData({ resource, format, sampleRate, numberOfFrames, numberOfChannels }, timestamp);
}
