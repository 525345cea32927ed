import type { NativeVideoFrame } from '../native-classes.ts';
import type { SharedResource } from '../resource/shared-resource.ts';
import type { VideoFrameMetadata } from './frame-metadata.ts';
import type { Orientation } from './orientation.ts';
import type { VideoPixelFormat } from './pixel-formats.ts';
import type { PlaneLayout } from './plane-layout.ts';
import type { PixelRect } from './rectangles.ts';
import type { VideoColorSpace } from './video-color-space.ts';

/** Pixels in memory of ours; the planes of the coded size all lie inside. */
export interface PixelMemory {
  /** The bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where the planes are in them. */
  readonly layout: readonly PlaneLayout[];
}

/** Where the pixels of a VideoFrame are: in memory of ours, or with the browser. */
export type FrameContent = PixelMemory | { readonly native: NativeVideoFrame };

/** What is inside an open VideoFrame. Source: WebCodecs §9.4.1, internal slots. */
export interface FrameState extends Orientation {
  /** The pixels, which clones share. */
  readonly resource: SharedResource<FrameContent>;
  /** How the pixels are stored; `null` where the browser does not say. */
  readonly format: VideoPixelFormat | null;
  /** Pixels across. */
  readonly codedWidth: number;
  /** Pixels down. */
  readonly codedHeight: number;
  /** Which part is seen. */
  readonly visibleRect: PixelRect;
  /** How wide it is shown. */
  readonly displayWidth: number;
  /** How high it is shown. */
  readonly displayHeight: number;
  /** Presentation time, µs. */
  readonly timestamp: number;
  /** How long it is shown, µs; `null` when that is not known. */
  readonly duration: number | null;
  /** What the values mean. */
  readonly colorSpace: VideoColorSpace;
  /** What else is known. */
  readonly metadata: VideoFrameMetadata;
}

/** A VideoFrame's state, and what stays of it after close. */
export class FrameSeed {
  readonly state: FrameState;

  constructor(state: FrameState) {
    this.state = state;
  }
}
