import { SdkError } from '@remotemedia/base';

/** A canvas with the context that draws on it. */
export interface Drawing {
  readonly canvas: OffscreenCanvas;
  readonly context: OffscreenCanvasRenderingContext2D;
}

/**
 * Opens a canvas of a size in pixels.
 *
 * @throws {SdkError} `unimplemented` where there are none, as in Node
 */
export function openDrawing(width: number, height: number, options: CanvasRenderingContext2DSettings = {}): Drawing {
  const canvas = openCanvas(width, height);
  const context = canvas.getContext('2d', options);
  if (!context)
    throw new SdkError('unimplemented', 'BackgroundBlur draws on a canvas, and this browser gives no context');
  return { canvas, context };
}

/** Opens a canvas for somebody else to draw on. @throws {SdkError} `unimplemented` where there are none, as in Node */
export function openCanvas(width: number, height: number): OffscreenCanvas {
  if (typeof OffscreenCanvas === 'function') return new OffscreenCanvas(width, height);
  throw new SdkError('unimplemented', 'BackgroundBlur needs OffscreenCanvas: run it in a browser, not in Node');
}
