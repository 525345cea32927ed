import { type Drawing, openDrawing } from './open-canvas.ts';

/** A picture is made smaller by no more than this in one draw: bilinear sampling would skip pixels. */
const MAX_STEP = 4;

/**
 * How many pixels become one at the smallest step, for each pixel of the radius. The variance of all steps together: a box
 * of that size, the triangles of the ways back, and the four shifted copies, (1/12 + 2/9 + 1/4) of its square.
 */
const PIXELS_PER_RADIUS = 1 / Math.sqrt(1 / 12 + 2 / 9 + 1 / 4);

/** Each time the share of the picture that is missing is squared. */
const FILLING_DRAWS = 6;

/**
 * Blurs what is around a person, whose own colours do not shine out.
 *
 * It makes the picture small and then large again, in steps of two: each step is one bilinear draw, which every browser has
 * and does fast, while `filter` of a canvas is missing in some.
 */
export class SoftBlur {
  readonly #first: Drawing;
  /** Each half as large as the one before. */
  readonly #smaller: readonly Drawing[];
  /** As large as the smallest. */
  readonly #smoothed: Drawing;

  /**
   * @param width of the picture, pixels
   * @param radiusPx about the standard deviation of a Gaussian blur that looks the same
   */
  constructor(width: number, height: number, radiusPx: number) {
    const factors = [Math.max(1, PIXELS_PER_RADIUS * radiusPx)];
    while ((factors[0] ?? 1) > MAX_STEP) factors.unshift((factors[0] ?? 1) / 2);
    const open = (factor: number) =>
      openDrawing(Math.max(1, Math.round(width / factor)), Math.max(1, Math.round(height / factor)));
    this.#first = open(factors[0] ?? 1);
    this.#smaller = factors.slice(1).map(open);
    this.#smoothed = open(factors.at(-1) ?? 1);
  }

  /**
   * The picture blurred, as if the person were not there.
   *
   * @param drawPerson draws the person's outline, opaque, over a canvas of any size
   * @returns a canvas that may be smaller than the picture; the next call overwrites it. It is clear where the person is
   */
  blur(picture: CanvasImageSource, drawPerson: (on: Drawing) => void): OffscreenCanvas {
    replace(this.#first, picture);
    this.#first.context.globalCompositeOperation = 'destination-out';
    drawPerson(this.#first);
    let from = this.#first.canvas;
    for (const step of this.#smaller) from = replace(step, from);
    from = this.#smooth(from);
    for (const step of this.#smaller.slice(0, -1).toReversed()) from = replace(step, from);
    from = replace(this.#first, from);
    // What was cut out left the edges half clear. Drawn under itself, a colour stays what it is and gets more opaque.
    const { context } = this.#first;
    context.globalCompositeOperation = 'destination-over';
    for (let draw = 0; draw < FILLING_DRAWS; draw += 1) context.drawImage(from, 0, 0);
    return from;
  }

  /** The mean of four copies that are shifted by half a pixel: without it the pixels of the smallest step can be seen. */
  #smooth(from: OffscreenCanvas): OffscreenCanvas {
    const { canvas, context } = this.#smoothed;
    context.globalAlpha = 1 / 4;
    context.globalCompositeOperation = 'copy';
    for (const y of [-0.5, 0.5]) {
      for (const x of [-0.5, 0.5]) {
        context.drawImage(from, x, y, canvas.width, canvas.height);
        context.globalCompositeOperation = 'lighter';
      }
    }
    return canvas;
  }
}

function replace({ canvas, context }: Drawing, picture: CanvasImageSource): OffscreenCanvas {
  context.globalCompositeOperation = 'copy';
  context.drawImage(picture, 0, 0, canvas.width, canvas.height);
  return canvas;
}
