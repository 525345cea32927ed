import { copyOf, ownsBuffer } from '../idl/buffers.ts';
import type { Package } from '../resource/package.ts';
import { SharedResource } from '../resource/shared-resource.ts';
import type { AudioContent } from './audio-content.ts';
import { type AudioData, type AudioState, makeAudioData, takeState } from './audio-data.ts';

/** An AudioData as a message for another thread. */
export interface PackedAudio extends Omit<AudioState, 'resource'> {
  /** The samples. */
  readonly content: AudioContent;
  /** Presentation time, µs. */
  readonly timestamp: number;
}

/**
 * Closes an AudioData and makes a message of it. The samples go along if nobody else has them, else a copy does.
 *
 * @throws {DOMException} `InvalidStateError` after close
 */
export function packAudio(data: AudioData): Package<PackedAudio> {
  const { timestamp } = data;
  const { resource, ...rest } = takeState(data);
  const content = takeContent(resource);
  const transfer = 'native' in content ? [content.native] : [content.bytes.buffer];
  return { packed: { ...rest, timestamp, content }, transfer };
}

/** The AudioData of a message. */
export function unpackAudio({ content, timestamp, ...rest }: PackedAudio): AudioData {
  const free = (left: AudioContent): void => {
    if ('native' in left) left.native.close();
  };
  return makeAudioData({ ...rest, resource: new SharedResource<AudioContent>(content, free) }, timestamp);
}

function takeContent(resource: SharedResource<AudioContent>): AudioContent {
  const { content } = resource;
  const mayMove = 'native' in content || ownsBuffer(content.bytes);
  return resource.take(
    (shared) => ('native' in shared ? { native: shared.native.clone() } : { bytes: copyOf(shared.bytes) }),
    mayMove,
  );
}
