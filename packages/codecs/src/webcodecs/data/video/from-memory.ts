import { SharedResource } from '../resource/shared-resource.ts';
import { checkDisplaySize, displaySize } from './display-size.ts';
import type { FrameContent, FrameState, PixelMemory } from './frame-state.ts';
import { addOrientations } from './orientation.ts';
import { isRgbFormat, type VideoPixelFormat } from './pixel-formats.ts';
import { combineLayout, isAligned, type PlaneLayout } from './plane-layout.ts';
import { checkRect, type PixelRect } from './rectangles.ts';
import { VideoColorSpace, type VideoColorSpaceInit } from './video-color-space.ts';

/** Pixels in memory that become a VideoFrame as they are. */
export interface FrameMemoryInit {
  /** The bytes, which are the VideoFrame's from then on. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How the pixels are stored. */
  readonly format: VideoPixelFormat;
  /** Pixels across that are there. */
  readonly codedWidth: number;
  /** Pixels down that are there. */
  readonly codedHeight: number;
  /** Presentation time, µs. */
  readonly timestamp: number;
  /** How long it is shown, µs. @default not known */
  readonly duration?: number | undefined;
  /** How wide it is shown, pixels; only with `displayHeight`. @default by the visible rectangle */
  readonly displayWidth?: number | undefined;
  /** How high it is shown, pixels; only with `displayWidth`. @default by the visible rectangle */
  readonly displayHeight?: number | undefined;
  /** Where the planes are. @default close together */
  readonly layout?: readonly PlaneLayout[] | undefined;
  /** Which part is seen. @default all */
  readonly visibleRect?: PixelRect | undefined;
  /** How far it is turned clockwise when shown, degrees. @default 0 */
  readonly rotation?: number | undefined;
  /** Whether it is mirrored before it is turned. @default false */
  readonly flip?: boolean | undefined;
  /** What the values mean. @default sRGB for RGB, BT.709 for the rest */
  readonly colorSpace?: VideoColorSpaceInit | undefined;
  /** Called once nobody needs the bytes any more, so that they can be used again. */
  readonly release?: ((bytes: Uint8Array<ArrayBuffer>) => void) | undefined;
}

/** A state over bytes as they are. @throws {TypeError} for sizes that do not fit the bytes */
export function stateFromMemory(init: FrameMemoryInit): FrameState {
  const { bytes, format, codedWidth, codedHeight, release, rotation = 0, flip = false } = init;
  const all: PixelRect = { x: 0, y: 0, width: codedWidth, height: codedHeight };
  const { planes, allocationSize } = combineLayout(format, all, init.layout);
  if (bytes.byteLength < allocationSize)
    throw new TypeError(`there are ${bytes.byteLength} bytes; ${codedWidth}×${codedHeight} takes ${allocationSize}`);
  if (!isAligned(format, bytes, planes)) throw new TypeError(`planes of ${format} must begin at even places`);
  const visibleRect = checkRect(init.visibleRect ?? all, 'visibleRect', codedWidth, codedHeight, format);
  checkDisplaySize(init);
  const upright = { displayWidth: visibleRect.width, displayHeight: visibleRect.height, visibleRect, rotation: 0 };
  const orientation = addOrientations({ rotation: 0, flip: false }, { rotation, flip });
  const free = release && ((content: FrameContent) => 'bytes' in content && release(content.bytes));
  const memory: PixelMemory = { bytes, layout: planes };
  return {
    resource: new SharedResource<FrameContent>(memory, free),
    format,
    codedWidth,
    codedHeight,
    visibleRect,
    ...orientation,
    ...displaySize(init, upright, visibleRect, orientation.rotation),
    timestamp: init.timestamp,
    duration: init.duration ?? null,
    colorSpace: new VideoColorSpace(init.colorSpace ?? (isRgbFormat(format) ? SRGB : BT709)),
    metadata: {},
  };
}

/** What values mean when nobody says. Source: WebCodecs §9.4.7, Pick Color Space. */
const SRGB: VideoColorSpaceInit = { primaries: 'bt709', transfer: 'iec61966-2-1', matrix: 'rgb', fullRange: true };
const BT709: VideoColorSpaceInit = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };
