import { type Package, type PackedFrame, packFrame, unpackFrame, type VideoFrame } from '@remotemedia/codecs';

/** How video frames cross between threads. The audio thread has none, and so none of the code. */
export interface VideoPacking {
  /** Closes a frame and makes a message of it. */
  pack(frame: VideoFrame): Package<PackedFrame>;
  /** The frame of a message. */
  unpack(packed: PackedFrame): VideoFrame;
}

/** For threads that have video. */
export const videoPacking: VideoPacking = { pack: packFrame, unpack: unpackFrame };
