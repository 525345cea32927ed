import type { NativeVideoFrame } from '../native-classes.ts';
import type { PixelMemory } from './frame-state.ts';
import { stateOfNative } from './from-frame.ts';
import { type FrameMemoryInit, stateFromMemory } from './from-memory.ts';
import type { VideoPixelFormat } from './pixel-formats.ts';
import type { PixelRect } from './rectangles.ts';
import type { VideoColorSpace } from './video-color-space.ts';
import { makeVideoFrame, openFrameState, type VideoFrame } from './video-frame.ts';

/** The pixels of a VideoFrame, not copied; they must not be changed, and are good until it is closed. */
export interface FrameMemory extends PixelMemory {
  /** How the pixels are stored. */
  readonly format: VideoPixelFormat;
  /** Pixels across. */
  readonly codedWidth: number;
  /** Pixels down. */
  readonly codedHeight: number;
  /** Which part is seen. */
  readonly visibleRect: PixelRect;
  /** What the values mean. */
  readonly colorSpace: VideoColorSpace;
}

/**
 * The pixels of a VideoFrame where they are.
 *
 * @returns `undefined` if the browser has them; `copyTo` reads them
 * @throws {DOMException} `InvalidStateError` after close
 */
export function frameMemory(frame: VideoFrame): FrameMemory | undefined {
  const state = openFrameState(frame);
  const { content } = state.resource;
  const { format, codedWidth, codedHeight, visibleRect, colorSpace } = state;
  if ('native' in content || !format) return undefined;
  return { ...content, format, codedWidth, codedHeight, visibleRect, colorSpace };
}

/**
 * The browser's picture in a VideoFrame, which stays the VideoFrame's.
 *
 * @returns `undefined` if the pixels are in memory of ours
 * @throws {DOMException} `InvalidStateError` after close
 */
export function nativeOf(frame: VideoFrame): NativeVideoFrame | undefined {
  const { content } = openFrameState(frame).resource;
  return 'native' in content ? content.native : undefined;
}

/** A VideoFrame over pixels as they are. @throws {TypeError} for sizes that do not fit the bytes */
export function videoFrameFromMemory(init: FrameMemoryInit): VideoFrame {
  return makeVideoFrame(stateFromMemory(init));
}

/** A VideoFrame over one of the browser's, which belongs to it from then on. */
export function videoFrameFromNative(frame: NativeVideoFrame): VideoFrame {
  return makeVideoFrame(stateOfNative(frame));
}
