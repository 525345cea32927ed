import { notSupported } from '../idl/exceptions.ts';
import { type NativeAudioData, native } from '../native-classes.ts';
import { type AudioData, openState } from './audio-data.ts';

/**
 * The browser's form of an AudioData, which the caller closes; the AudioData stays open. Samples of the browser are
 * shared, samples of ours are copied.
 *
 * @throws {DOMException} `InvalidStateError` after close, `NotSupportedError` where the browser has no AudioData
 */
export function toNativeAudioData(data: AudioData): NativeAudioData {
  const { resource, ...rest } = openState(data);
  const { content } = resource;
  if ('native' in content) return content.native.clone();
  if (!native.AudioData) throw notSupported('this runtime has no AudioData of its own');
  return new native.AudioData({ ...rest, timestamp: data.timestamp, data: content.bytes });
}
