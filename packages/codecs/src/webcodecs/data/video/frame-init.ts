import { arrayBuffer } from '../idl/buffers.ts';
import { Members, oneOf, sequenceOf } from '../idl/dictionaries.ts';
import { enforceLongLong, enforceUnsignedLong, enforceUnsignedLongLong, toDouble } from '../idl/numbers.ts';
import { copyMetadata, type VideoFrameMetadata } from './frame-metadata.ts';
import { isPixelFormat, PIXEL_FORMATS, type VideoPixelFormat } from './pixel-formats.ts';
import { convertPlaneLayout, type PlaneLayout } from './plane-layout.ts';
import { convertRect, type PixelRect } from './rectangles.ts';
import { convertColorSpace, type VideoColorSpaceInit } from './video-color-space.ts';

/** Whether transparency is kept. Source: WebCodecs §9.4.3, AlphaOption. */
export type AlphaOption = 'keep' | 'discard';

/** What both ways of making a VideoFrame take. */
interface FrameOptions {
  /** How long it is shown, µs. @default that of the picture it is made from, or not known */
  duration?: number;
  /** Which part of the picture is seen, in pixels of the coded picture. @default what is seen of the source, or all */
  visibleRect?: DOMRectInit;
  /** How far it is turned clockwise when shown, degrees; rounded to quarter turns. @default 0 */
  rotation?: number;
  /** Whether it is mirrored left to right before it is turned. @default false */
  flip?: boolean;
  /** How wide it is shown, pixels; only with `displayHeight`. @default by the visible rectangle */
  displayWidth?: number;
  /** How high it is shown, pixels; only with `displayWidth`. @default by the visible rectangle */
  displayHeight?: number;
  /** What else is known of it. @default nothing */
  metadata?: VideoFrameMetadata;
}

/** What of a picture changes when a VideoFrame is made of it. Source: WebCodecs §9.4.3, VideoFrameInit. */
export interface VideoFrameInit extends FrameOptions {
  /** Presentation time, µs. @default that of the VideoFrame or video it is made from; other pictures have none */
  timestamp?: number;
  /** Whether transparency is kept. @default 'keep' */
  alpha?: AlphaOption;
}

/** What bytes mean that a VideoFrame is made of. Source: WebCodecs §9.4.3, VideoFrameBufferInit. */
export interface VideoFrameBufferInit extends FrameOptions {
  /** How the pixels are stored. */
  format: VideoPixelFormat;
  /** Pixels across, those included that are not seen. */
  codedWidth: number;
  /** Pixels down, those included that are not seen. */
  codedHeight: number;
  /** Presentation time, µs. */
  timestamp: number;
  /** Where the planes are. @default close together */
  layout?: readonly PlaneLayout[];
  /** What the values mean. @default sRGB for RGB, BT.709 for the rest */
  colorSpace?: VideoColorSpaceInit;
  /** Buffers that are detached in return; pixels in one of these are taken over instead of copied. @default [] */
  transfer?: readonly ArrayBuffer[];
}

/** FrameOptions after conversion. */
export interface ConvertedOptions {
  readonly displayWidth: number | undefined;
  readonly displayHeight: number | undefined;
  readonly duration: number | undefined;
  readonly flip: boolean;
  readonly metadata: VideoFrameMetadata;
  readonly rotation: number;
  readonly visibleRect: PixelRect | undefined;
}

/** A VideoFrameInit after conversion. */
export interface ConvertedInit extends ConvertedOptions {
  readonly alpha: AlphaOption;
  readonly timestamp: number | undefined;
}

/** A VideoFrameBufferInit after conversion. */
export interface ConvertedBufferInit extends ConvertedOptions {
  readonly format: VideoPixelFormat;
  readonly codedWidth: number;
  readonly codedHeight: number;
  readonly timestamp: number;
  readonly layout: readonly PlaneLayout[] | undefined;
  readonly colorSpace: Required<VideoColorSpaceInit> | undefined;
  readonly transfer: readonly ArrayBuffer[];
}

const toAlpha = oneOf<AlphaOption>(['keep', 'discard']);
const toFormatName = oneOf(PIXEL_FORMATS);

/** Converts the name of a pixel format. @throws {TypeError} for a name that there is not */
export function toPixelFormat(value: unknown, what: string): VideoPixelFormat {
  const name = toFormatName(value, what);
  if (isPixelFormat(name)) return name;
  throw new TypeError(`${what} is not a pixel format`);
}

/** Converts members in WebIDL's order. @throws {TypeError} for what does not convert */
export function convertFrameInit(value: unknown): ConvertedInit {
  const init = new Members(value, 'VideoFrameInit');
  return {
    alpha: init.optional('alpha', toAlpha) ?? 'keep',
    displayHeight: init.optional('displayHeight', enforceUnsignedLong),
    displayWidth: init.optional('displayWidth', enforceUnsignedLong),
    duration: init.optional('duration', enforceUnsignedLongLong),
    flip: init.optional('flip', Boolean) ?? false,
    metadata: init.optional('metadata', copyMetadata) ?? {},
    rotation: init.optional('rotation', toDouble) ?? 0,
    timestamp: init.optional('timestamp', enforceLongLong),
    visibleRect: init.optional('visibleRect', convertRect),
  };
}

/** Converts members in WebIDL's order. @throws {TypeError} for what does not convert */
export function convertFrameBufferInit(value: unknown): ConvertedBufferInit {
  const init = new Members(value, 'VideoFrameBufferInit');
  return {
    codedHeight: init.required('codedHeight', enforceUnsignedLong),
    codedWidth: init.required('codedWidth', enforceUnsignedLong),
    colorSpace: init.optional('colorSpace', convertColorSpace),
    displayHeight: init.optional('displayHeight', enforceUnsignedLong),
    displayWidth: init.optional('displayWidth', enforceUnsignedLong),
    duration: init.optional('duration', enforceUnsignedLongLong),
    flip: init.optional('flip', Boolean) ?? false,
    format: init.required('format', toPixelFormat),
    layout: init.optional('layout', sequenceOf(convertPlaneLayout)),
    metadata: init.optional('metadata', copyMetadata) ?? {},
    rotation: init.optional('rotation', toDouble) ?? 0,
    timestamp: init.required('timestamp', enforceLongLong),
    transfer: init.optional('transfer', sequenceOf(arrayBuffer)) ?? [],
    visibleRect: init.optional('visibleRect', convertRect),
  };
}
