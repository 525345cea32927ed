import type { NativeVideoFrame } from '@remotemedia/codecs';
import { type MaskShape, MaskShaper } from '../mask-shaper.ts';
import type { PersonMask } from '../segmenter.ts';
import type { BackgroundImage } from './background-image.ts';
import { type Drawing, openDrawing } from './open-canvas.ts';
import { SoftBlur } from './soft-blur.ts';

/** Pixels of the picture that the model is given. Source: the landscape model of MediaPipe's selfie segmentation. */
const MODEL_WIDTH = 256;
const MODEL_HEIGHT = 144;

/** A picture that is narrower than this keeps its shape, with black beside it; the model knows no stretched people. */
const MIN_ASPECT = 4 / 3;

/** Lines of the picture for which a radius is meant as it is given. */
const REFERENCE_LINES = 720;

/** How the person and the background are drawn: the parameters of the node. */
export type Look = MaskShape & {
  readonly background: 'blur' | 'color' | 'image';
  readonly radiusPx: number;
  /** As CSS has it. */
  readonly color: string;
};

/** Draws pictures of one size: the person as she is, and another background. */
export class PictureCanvas {
  readonly width: number;
  readonly height: number;
  readonly #picture: Drawing;
  readonly #forModel: Drawing;
  readonly #mask: Drawing;
  readonly #maskPixels: ImageData;
  readonly #shaper = new MaskShaper();
  /** Where in the model's picture this one is: all of its height, and so much of its width. */
  readonly #inModel: { readonly x: number; readonly width: number };
  #blur: { readonly radiusPx: number; readonly soft: SoftBlur } | undefined;

  /** @param width of the pictures as they are shown, pixels */
  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.#picture = openDrawing(width, height);
    this.#forModel = openDrawing(MODEL_WIDTH, MODEL_HEIGHT, { alpha: false });
    this.#mask = openDrawing(MODEL_WIDTH, MODEL_HEIGHT);
    this.#maskPixels = new ImageData(MODEL_WIDTH, MODEL_HEIGHT);
    const inModel = Math.max(1, Math.round(MODEL_WIDTH * Math.min(1, width / height / MIN_ASPECT)));
    this.#inModel = { x: Math.floor((MODEL_WIDTH - inModel) / 2), width: inModel };
  }

  /** Takes a picture, and gives it as the model wants it. */
  take(frame: NativeVideoFrame): OffscreenCanvas {
    const { canvas, context } = this.#picture;
    context.globalCompositeOperation = 'copy';
    context.drawImage(frame, 0, 0, this.width, this.height);
    // The frame is drawn once: each time the browser would convert its colours anew.
    const { x, width } = this.#inModel;
    this.#forModel.context.drawImage(canvas, x, 0, width, MODEL_HEIGHT);
    return this.#forModel.canvas;
  }

  /**
   * The picture that was taken, with another background; the next one overwrites it.
   *
   * @param image the background, if that is an image and there is one; otherwise it is blurred
   */
  finish(mask: PersonMask, timestampUs: number, look: Look, image?: BackgroundImage): OffscreenCanvas {
    this.#shaper.shape(mask, timestampUs, look, this.#maskPixels.data);
    this.#mask.context.putImageData(this.#maskPixels, 0, 0);
    const { canvas, context } = this.#picture;
    const shown = look.background === 'image' ? image : undefined;
    const blurred = look.background === 'color' || shown ? undefined : this.#blurred(look.radiusPx);
    context.globalCompositeOperation = 'destination-in';
    this.#drawMask(this.#picture);
    context.globalCompositeOperation = 'destination-over';
    shown?.drawOn(this.#picture);
    if (blurred) context.drawImage(blurred, 0, 0, this.width, this.height);
    // Under a blurred background it is seen nowhere but within the person, where the edge is unsure.
    context.fillStyle = blurred ? '#000' : look.color;
    context.fillRect(0, 0, this.width, this.height);
    return canvas;
  }

  /** Forgets the masks before. */
  reset(): void {
    this.#shaper.reset();
  }

  #blurred(radiusPx: number): OffscreenCanvas {
    if (this.#blur?.radiusPx !== radiusPx) {
      const ownRadiusPx = (radiusPx * this.height) / REFERENCE_LINES;
      this.#blur = { radiusPx, soft: new SoftBlur(this.width, this.height, ownRadiusPx) };
    }
    return this.#blur.soft.blur(this.#picture.canvas, (on) => this.#drawMask(on));
  }

  #drawMask({ canvas, context }: Drawing): void {
    const { x, width } = this.#inModel;
    context.drawImage(this.#mask.canvas, x, 0, width, MODEL_HEIGHT, 0, 0, canvas.width, canvas.height);
  }
}
