import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { flipColumns, flipRows } from './flip-planes.ts';
import { readPicture, writePicture } from './pixels/read-picture.ts';
import type { FlipDirection } from './video-flip.ts';
import { requireVideo } from './video-input.ts';

/** A `VideoFlip` at work. */
export class VideoFlipNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  #direction: FlipDirection;

  constructor(direction: FlipDirection, { emit }: NodeContext) {
    this.#direction = direction;
    this.#emit = emit;
  }

  async process(item: RuntimeData): Promise<void> {
    const data = requireVideo(item, 'VideoFlip');
    const { frame } = data;
    const direction = this.#direction;
    // What is shown upside down is stored mirrored when the picture is on its side.
    const isSideways = frame.rotation % 180 !== 0;
    const picture = await readPicture(frame);
    if (direction === 'both' || (direction === 'vertical') !== isSideways) flipRows(picture);
    if (direction === 'both' || (direction === 'horizontal') !== isSideways) flipColumns(picture);
    this.#emit({ ...data, frame: writePicture(picture, frame) });
  }

  update({ direction }: { readonly direction: FlipDirection }): void {
    this.#direction = direction;
  }
}
