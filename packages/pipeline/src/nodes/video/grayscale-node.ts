import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { grayPicture } from './gray-planes.ts';
import { readPicture, writePicture } from './pixels/read-picture.ts';
import { requireVideo } from './video-input.ts';

/** A `Grayscale` at work. */
export class GrayscaleNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  #amount: number;

  constructor(amount: number, { emit }: NodeContext) {
    this.#amount = amount;
    this.#emit = emit;
  }

  async process(item: RuntimeData): Promise<void> {
    const data = requireVideo(item, 'Grayscale');
    if (this.#amount === 0) {
      this.#emit(item);
      return;
    }
    const picture = await readPicture(data.frame);
    grayPicture(picture, this.#amount);
    this.#emit({ ...data, frame: writePicture(picture, data.frame) });
  }

  update({ amount }: { readonly amount: number }): void {
    this.#amount = amount;
  }
}
