import { convertPixels } from '../color/convert-pixels.ts';
import { rgbToRgb } from '../color/rgb-to-rgb.ts';
import { notSupported } from '../idl/exceptions.ts';
import { type NativeVideoFrame, native } from '../native-classes.ts';
import type { FrameState, PixelMemory } from './frame-state.ts';
import { stateOfNative } from './from-frame.ts';
import { isSideways } from './orientation.ts';
import { isRgbFormat, pixelLayout, type VideoPixelFormat } from './pixel-formats.ts';
import { openFrameState, type VideoFrame } from './video-frame.ts';

/**
 * The browser's form of a VideoFrame, which the caller closes; the VideoFrame stays open. Pixels of the browser are
 * shared, pixels of ours are copied, and converted to RGBA if the browser does not know their format.
 *
 * @throws {DOMException} `InvalidStateError` after close, `NotSupportedError` where the browser has no VideoFrame
 */
export function toNativeVideoFrame(frame: VideoFrame): NativeVideoFrame {
  const state = openFrameState(frame);
  const { content } = state.resource;
  return 'native' in content ? fromNative(state, content.native) : fromMemory(state, content);
}

function fromNative(state: FrameState, source: NativeVideoFrame): NativeVideoFrame {
  const { visibleRect, timestamp, duration } = state;
  const before = stateOfNative(source);
  // What is added to a mirrored picture turns it backwards.
  const rotation = before.flip ? before.rotation - state.rotation : state.rotation - before.rotation;
  const flip = before.flip !== state.flip;
  return withDisplaySize(state, source, {
    visibleRect,
    timestamp,
    rotation,
    flip,
    ...(duration !== null && { duration }),
  });
}

function fromMemory(state: FrameState, { bytes, layout }: PixelMemory): NativeVideoFrame {
  const { format, codedWidth, codedHeight, visibleRect, timestamp, duration, colorSpace, rotation, flip } = state;
  if (!format) throw notSupported('the pixel format is not known');
  const common = { visibleRect, timestamp, rotation, flip, ...(duration !== null && { duration }) };
  if (!isRgbFormat(format) && isKnown(format)) {
    const planes = layout.slice(0, pixelLayout(format).planes.length);
    const how = { format, codedWidth, codedHeight, layout: planes, colorSpace: colorSpace.toJSON() };
    return withDisplaySize(state, bytes, { ...common, ...how });
  }
  const { width, height } = visibleRect;
  const target = {
    bytes: new Uint8Array(width * height * 4),
    offset: 0,
    stride: width * 4,
    colorSpace: 'srgb',
  } as const;
  const source = { bytes, layout, format, rect: visibleRect, colorSpace };
  const into = isRgbFormat(format) ? format : 'RGBA';
  if (isRgbFormat(format)) rgbToRgb(source, format, { ...target, format });
  else convertPixels(source, { ...target, format: into });
  const whole = { x: 0, y: 0, width, height };
  const how = {
    format: into,
    codedWidth: width,
    codedHeight: height,
    visibleRect: whole,
    transfer: [target.bytes.buffer],
  };
  return withDisplaySize(state, target.bytes, {
    ...common,
    ...how,
    ...(isRgbFormat(format) && { colorSpace: colorSpace.toJSON() }),
  });
}

/**
 * Chromium takes a display size as it is before turning, the specification as it is after. Where the browser knows no
 * turns, the picture stays as it lies, and so does its size.
 */
function withDisplaySize(state: FrameState, source: object, init: object): NativeVideoFrame {
  const { displayWidth, displayHeight, rotation } = state;
  const made = make(source, { ...init, displayWidth, displayHeight });
  const isRight = 'rotation' in made ? made.displayWidth === displayWidth : !isSideways(rotation);
  if (!isSideways(rotation) || isRight) return made;
  const turned = make(made, { displayWidth: displayHeight, displayHeight: displayWidth });
  made.close();
  return turned;
}

/** The types of the platform lag behind its pixel formats and orientations. */
function make(source: object, init: object): NativeVideoFrame {
  if (!native.VideoFrame) throw notSupported('this runtime has no VideoFrame of its own');
  return Reflect.construct(native.VideoFrame, [source, init]);
}

const known = new Map<VideoPixelFormat, boolean>();

/** Whether the browser has the format; tried once for each. */
function isKnown(format: VideoPixelFormat): boolean {
  const before = known.get(format);
  if (before !== undefined) return before;
  let answer = true;
  try {
    make(new Uint8Array(64), { format, codedWidth: 2, codedHeight: 2, timestamp: 0 }).close();
  } catch {
    answer = false;
  }
  known.set(format, answer);
  return answer;
}
