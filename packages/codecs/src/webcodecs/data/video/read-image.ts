import { invalidState } from '../idl/exceptions.ts';
import type { AlphaOption } from './frame-init.ts';
import type { FrameState } from './frame-state.ts';
import { stateFromMemory } from './from-memory.ts';

/** What else than VideoFrames a VideoFrame can be made of. Source: HTML, CanvasImageSource. */
export type ImageSource =
  | HTMLImageElement
  | SVGImageElement
  | HTMLVideoElement
  | HTMLCanvasElement
  | OffscreenCanvas
  | ImageBitmap;

/** The name of the platform's class, of whichever realm. */
export function classOf(value: object): string {
  return Object.prototype.toString.call(value).slice(8, -1);
}

/** Whether it knows when it is shown. */
export function hasTime(image: ImageSource): boolean {
  return classOf(image) === 'HTMLVideoElement';
}

/**
 * The picture an image shows now, read through a canvas: for browsers without a VideoFrame of their own.
 *
 * @throws {DOMException} `InvalidStateError` for an image that is not there, `SecurityError` for one of another origin
 */
export function readImage(image: ImageSource, alpha: AlphaOption): FrameState {
  const { width, height } = sizeOf(image);
  if (width === 0 || height === 0 || !isThere(image))
    throw invalidState(`the ${classOf(image)} shows nothing yet, or is closed`);
  const context = openCanvas(width, height);
  context.drawImage(image, 0, 0, width, height);
  const { data } = context.getImageData(0, 0, width, height);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const timestamp = 'currentTime' in image ? Math.round(image.currentTime * 1_000_000) : 0;
  const format = alpha === 'discard' || hasTime(image) ? 'RGBX' : 'RGBA';
  return stateFromMemory({ bytes, format, codedWidth: width, codedHeight: height, timestamp });
}

/** Source: HTML, "check the usability of the image argument". */
function isThere(image: ImageSource): boolean {
  if ('videoWidth' in image) return image.readyState >= image.HAVE_CURRENT_DATA;
  return !('complete' in image) || image.complete;
}

function sizeOf(image: ImageSource): { width: number; height: number } {
  if ('videoWidth' in image) return { width: image.videoWidth, height: image.videoHeight };
  if ('naturalWidth' in image) return { width: image.naturalWidth, height: image.naturalHeight };
  if (typeof image.width === 'number') return { width: image.width, height: Number(image.height) };
  if ('getBBox' in image) {
    const { width, height } = image.getBBox();
    return { width: Math.round(width), height: Math.round(height) };
  }
  return { width: 0, height: 0 };
}

function openCanvas(width: number, height: number): CanvasRenderingContext2D | OffscreenCanvasRenderingContext2D {
  const context =
    typeof OffscreenCanvas === 'function'
      ? new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true })
      : Object.assign(document.createElement('canvas'), { width, height }).getContext('2d');
  if (!context) throw invalidState('there is no canvas to read the image with');
  return context;
}
