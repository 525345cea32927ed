import { native } from '../native-classes.ts';
import type { AlphaOption } from './frame-init.ts';
import type { FrameState } from './frame-state.ts';
import { stateOfNative } from './from-frame.ts';
import { classOf, hasTime, type ImageSource, readImage } from './read-image.ts';

const CLASSES: ReadonlySet<string> = new Set([
  'HTMLImageElement',
  'SVGImageElement',
  'HTMLVideoElement',
  'HTMLCanvasElement',
  'OffscreenCanvas',
  'ImageBitmap',
]);

/** Whether a picture can be made of it; of whichever realm. */
export function isImageSource(value: unknown): value is ImageSource {
  return typeof value === 'object' && value !== null && CLASSES.has(classOf(value));
}

/**
 * The picture an image shows now, at time 0 where it has none of its own. The browser's VideoFrame reads it where there
 * is one, else a canvas.
 *
 * @throws {DOMException} `InvalidStateError` for an image that is not there, `SecurityError` for one of another origin
 */
export function stateFromImage(image: ImageSource, alpha: AlphaOption): FrameState {
  if (!native.VideoFrame) return readImage(image, alpha);
  return stateOfNative(new native.VideoFrame(image, { alpha, ...(!hasTime(image) && { timestamp: 0 }) }));
}
