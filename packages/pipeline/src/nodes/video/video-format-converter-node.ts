import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { convertFrame } from './convert/convert-frame.ts';
import { pixelTarget } from './convert/target-format.ts';
import type { VideoFormatConverterParams } from './video-format-converter.ts';
import { requireVideo } from './video-input.ts';

/** A `VideoFormatConverter` at work. */
export class VideoFormatConverterNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  #params: VideoFormatConverterParams;

  constructor(params: VideoFormatConverterParams, { emit }: NodeContext) {
    this.#params = params;
    this.#emit = emit;
  }

  async process(item: RuntimeData): Promise<void> {
    const data = requireVideo(item, 'VideoFormatConverter');
    const { targetFormat, colorMatrix, colorRange } = this.#params;
    const colors = { matrix: colorMatrix, range: colorRange };
    const frame = await convertFrame(data.frame, pixelTarget(targetFormat), colors);
    this.#emit(frame ? { ...data, frame } : item);
  }

  update(params: VideoFormatConverterParams): void {
    this.#params = params;
  }
}
