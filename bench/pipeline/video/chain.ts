import type { Manifest } from '@remotemedia/sdk/pipeline';

/** A size such as `640x360`. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** Reads a size. */
export function sizeOf(text: string): Size {
  const [width, height] = text.split('x').map(Number);
  if (!width || !height) throw new Error(`${text} is no size`);
  return { width, height };
}

/** Gray, upside down, half as large: as a manifest. */
export function videoManifest({ width, height }: Size): Manifest {
  return {
    version: 'v1',
    nodes: [
      { id: 'gray', node_type: 'Grayscale' },
      { id: 'flip', node_type: 'VideoFlip', params: { direction: 'vertical' } },
      { id: 'scale', node_type: 'VideoScaler', params: { target_width: width / 2, target_height: height / 2 } },
    ],
    connections: [
      { from: 'gray', to: 'flip' },
      { from: 'flip', to: 'scale' },
    ],
  };
}

/** The same drawn on a canvas. */
export class FilterCanvas {
  readonly canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;

  constructor({ width, height }: Size) {
    this.canvas = document.createElement('canvas');
    this.canvas.width = width / 2;
    this.canvas.height = height / 2;
    const context = this.canvas.getContext('2d');
    if (!context) throw new Error('there is no canvas here');
    this.#context = context;
    context.filter = 'grayscale(1)';
    context.setTransform(1, 0, 0, -1, 0, height / 2);
  }

  /** Draws a picture. */
  draw(picture: CanvasImageSource): void {
    this.#context.drawImage(picture, 0, 0, this.canvas.width, this.canvas.height);
  }

  /** Waits until it is really drawn. */
  finish(): void {
    this.#context.getImageData(0, 0, 1, 1);
  }
}
