import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { readPicture, writePicture } from './pixels/read-picture.ts';
import { fitSize } from './scale/fit-size.ts';
import { PictureScaler } from './scale/picture-scaler.ts';
import { requireVideo } from './video-input.ts';
import type { VideoScalerParams } from './video-scaler.ts';

/** A `VideoScaler` at work. */
export class VideoScalerNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  #params: VideoScalerParams;
  #scaler: { readonly key: string; readonly scaler: PictureScaler } | undefined;

  constructor(params: VideoScalerParams, { emit }: NodeContext) {
    this.#params = params;
    this.#emit = emit;
  }

  async process(item: RuntimeData): Promise<void> {
    const data = requireVideo(item, 'VideoScaler');
    const { frame } = data;
    const { targetWidth, targetHeight, maintainAspectRatio, algorithm } = this.#params;
    const shown = fitSize(frame, { width: targetWidth, height: targetHeight }, maintainAspectRatio);
    const isSideways = frame.rotation % 180 !== 0;
    const [width, height] = isSideways ? [shown.height, shown.width] : [shown.width, shown.height];
    if (frame.visibleRect?.width === width && frame.visibleRect.height === height) {
      this.#emit(item);
      return;
    }
    const source = await readPicture(frame);
    const scaled = this.#scalerTo(width, height, algorithm).scale(source);
    const changes = { displayWidth: shown.width, displayHeight: shown.height };
    this.#emit({ ...data, frame: writePicture(scaled, frame, changes) });
  }

  update(params: VideoScalerParams): void {
    this.#params = params;
  }

  #scalerTo(width: number, height: number, algorithm: VideoScalerParams['algorithm']): PictureScaler {
    const key = `${width}×${height} ${algorithm}`;
    if (this.#scaler?.key !== key) this.#scaler = { key, scaler: new PictureScaler(width, height, algorithm) };
    return this.#scaler.scaler;
  }
}
