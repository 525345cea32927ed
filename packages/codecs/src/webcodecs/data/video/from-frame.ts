import { type NativeVideoFrame, native } from '../native-classes.ts';
import { SharedResource } from '../resource/shared-resource.ts';
import { checkDisplaySize, displaySize } from './display-size.ts';
import type { ConvertedInit } from './frame-init.ts';
import { copyMetadata } from './frame-metadata.ts';
import type { FrameContent, FrameState } from './frame-state.ts';
import { addOrientations, quarterTurn } from './orientation.ts';
import { isPixelFormat, pixelLayout, type VideoPixelFormat } from './pixel-formats.ts';
import { checkRect } from './rectangles.ts';
import { VideoColorSpace } from './video-color-space.ts';

/**
 * A picture that shares another one's pixels. Source: WebCodecs §9.4.7, Initialize Frame From Other Frame.
 *
 * @throws {TypeError} for a rectangle or a display size that does not fit
 */
export function stateFromFrame(other: FrameState, init: ConvertedInit): FrameState {
  const { codedWidth, codedHeight } = other;
  const format = init.alpha === 'discard' && other.format ? pixelLayout(other.format).opaque : other.format;
  const visibleRect = init.visibleRect
    ? checkRect(init.visibleRect, 'visibleRect', codedWidth, codedHeight, format)
    : other.visibleRect;
  checkDisplaySize(init);
  const orientation = addOrientations(other, init);
  const size = displaySize(init, other, visibleRect, orientation.rotation);
  return {
    ...other,
    resource: sharedPixels(other, format),
    format,
    visibleRect,
    ...orientation,
    ...size,
    timestamp: init.timestamp ?? other.timestamp,
    duration: init.duration ?? other.duration,
    metadata: init.metadata,
  };
}

/** The state of a picture of the browser, which belongs to it from then on. */
export function stateOfNative(frame: NativeVideoFrame): FrameState {
  const { codedWidth, codedHeight, displayWidth, displayHeight, timestamp, duration } = frame;
  const { x, y, width, height } = frame.visibleRect ?? { x: 0, y: 0, width: codedWidth, height: codedHeight };
  const rotation: unknown = Reflect.get(frame, 'rotation');
  const metadata: unknown = Reflect.get(frame, 'metadata');
  return {
    resource: new SharedResource<FrameContent>({ native: frame }, () => frame.close()),
    format: isPixelFormat(frame.format) ? frame.format : null,
    codedWidth,
    codedHeight,
    visibleRect: { x, y, width, height },
    rotation: typeof rotation === 'number' ? quarterTurn(rotation) : 0,
    flip: Reflect.get(frame, 'flip') === true,
    displayWidth,
    displayHeight,
    timestamp,
    duration,
    colorSpace: new VideoColorSpace(frame.colorSpace.toJSON()),
    metadata: copyMetadata(typeof metadata === 'function' ? metadata.call(frame) : {}),
  };
}

/** Another reference to the pixels; the browser's are wrapped anew when it must forget their transparency. */
function sharedPixels(other: FrameState, format: VideoPixelFormat | null): SharedResource<FrameContent> {
  const { content } = other.resource;
  if (!('native' in content) || format === other.format || !native.VideoFrame) return other.resource.hold();
  const opaque = new native.VideoFrame(content.native, { alpha: 'discard' });
  return new SharedResource<FrameContent>({ native: opaque }, () => opaque.close());
}
