import type { PackedFrame } from '@remotemedia/codecs';
import type { VideoData } from '../runtime-data.ts';
import type { PlainItem } from './plain-items.ts';

/** A block of sound as a message. The planes share one buffer, which is transferred. */
export interface PackedAudio {
  readonly kind: 'audio';
  readonly sampleRate: number;
  /** One array for each channel, all of the same length. */
  readonly channels: readonly Float32Array[];
  readonly timestampUs: number;
  readonly streamId?: string | undefined;
}

/** A picture as a message. */
export interface PackedVideo extends Omit<VideoData, 'frame'> {
  readonly frame: PackedFrame;
}

/** An item as a message to another thread. */
export type PackedData = PackedAudio | PackedVideo | PlainItem;
