import { copyOf, ownsBuffer } from '../idl/buffers.ts';
import type { Package } from '../resource/package.ts';
import { SharedResource } from '../resource/shared-resource.ts';
import type { FrameContent, FrameState } from './frame-state.ts';
import { VideoColorSpace, type VideoColorSpaceInit } from './video-color-space.ts';
import { makeVideoFrame, takeFrameState, type VideoFrame } from './video-frame.ts';

/** A VideoFrame as a message for another thread. */
export interface PackedFrame extends Omit<FrameState, 'resource' | 'colorSpace'> {
  /** The pixels. */
  readonly content: FrameContent;
  /** What the values mean. */
  readonly colorSpace: VideoColorSpaceInit;
}

/**
 * Closes a VideoFrame and makes a message of it. The pixels go along if nobody else has them, else a copy does.
 *
 * @throws {DOMException} `InvalidStateError` after close
 */
export function packFrame(frame: VideoFrame): Package<PackedFrame> {
  const { resource, colorSpace, ...rest } = takeFrameState(frame);
  const content = takeContent(resource);
  const transfer = 'native' in content ? [content.native] : [content.bytes.buffer];
  return { packed: { ...rest, content, colorSpace: colorSpace.toJSON() }, transfer };
}

/** The VideoFrame of a message. */
export function unpackFrame({ content, colorSpace, ...rest }: PackedFrame): VideoFrame {
  const free = (left: FrameContent): void => {
    if ('native' in left) left.native.close();
  };
  const resource = new SharedResource<FrameContent>(content, free);
  return makeVideoFrame({ ...rest, resource, colorSpace: new VideoColorSpace(colorSpace) });
}

function takeContent(resource: SharedResource<FrameContent>): FrameContent {
  const { content } = resource;
  const mayMove = 'native' in content || ownsBuffer(content.bytes);
  return resource.take(
    (shared) =>
      'native' in shared ? { native: shared.native.clone() } : { bytes: copyOf(shared.bytes), layout: shared.layout },
    mayMove,
  );
}
