import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { ChannelMatrix } from './channel-matrix.ts';
import { channelMatrix } from './channel-rules.ts';
import { OwnBlock } from './own-block.ts';
import { planeOf } from './plane-of.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';
import { TriangularNoise } from './triangular-noise.ts';

const params = {
  channels: param.integer({
    about: 'Channels of the output, mixed by the rules of Web Audio. Absent: as the input has.',
    min: 1,
    max: 8,
    aliases: ['target_channels', 'channel_count'],
  }),
  sampleFormat: param.choice(['f32', 's24', 's16', 'u8'], {
    about: 'Rounds to the steps of this format; the samples stay floats, and converting them to it loses nothing.',
    default: 'f32',
    aliases: ['format', 'target_format'],
  }),
  dither: param.choice(['none', 'triangular'], {
    about: 'Noise of two steps before rounding, which makes the error of rounding independent of the sound.',
    default: 'none',
  }),
  clamp: param.boolean({ about: 'Whether samples beyond −1 to 1 are cut off. Steps always are.', default: true }),
};

type ConverterParams = ParamValues<typeof params>;

/** Steps between 0 and 1. */
const STEPS: Readonly<Record<Exclude<ConverterParams['sampleFormat'], 'f32'>, number>> = {
  s24: 2 ** 23,
  s16: 2 ** 15,
  u8: 2 ** 7,
};

/** Gives sound another number of channels and rounds its samples. */
export const audioFormatConverter: AnyNodeDefinition = defineNode({
  type: 'AudioFormatConverter',
  about:
    'Gives sound another number of channels, keeps samples from −1 to 1, and rounds them to the steps of integers.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  audioFormat: ({ channels }, input) => ({ ...input, channelCount: channels ?? input.channelCount }),
  create: (values, context) => new SoundNode(values, (now) => new ConverterStream(now, context), context.emit),
});

class ConverterStream implements SoundStream<ConverterParams> {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  /** Each channel has its own, so that the errors of channels are independent, too. */
  readonly #noises: TriangularNoise[] = [];
  #params: ConverterParams;
  #matrix: ChannelMatrix | undefined;

  constructor(params: ConverterParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#params = params;
  }

  take(block: AudioBlock): void {
    const matrix = this.#matrix?.inputs === block.channels.length ? this.#matrix : this.#begin(block.channels.length);
    const out = this.#own.like(block, matrix.outputs);
    matrix.run(block, out);
    const { sampleFormat, clamp } = this.#params;
    for (let channel = 0; channel < out.channels.length; channel += 1) {
      const plane = planeOf(out, channel);
      if (sampleFormat !== 'f32') this.#round(plane, out.frames, STEPS[sampleFormat], channel);
      else if (clamp) cutOff(plane, out.frames);
    }
    this.#emit(out);
  }

  update(params: ConverterParams): void {
    this.#params = params;
    this.#matrix = undefined;
  }

  #begin(inputs: number): ChannelMatrix {
    const outputs = this.#params.channels ?? inputs;
    const matrix = new ChannelMatrix(inputs, outputs, channelMatrix(inputs, outputs, 'speakers'));
    this.#matrix = matrix;
    while (this.#noises.length < outputs) this.#noises.push(new TriangularNoise(this.#noises.length + 1));
    return matrix;
  }

  #round(plane: Float32Array, frames: number, steps: number, channel: number): void {
    const noise = this.#params.dither === 'triangular' ? this.#noises[channel] : undefined;
    for (let frame = 0; frame < frames; frame += 1) {
      const exact = (plane[frame] ?? 0) * steps + (noise ? noise.next() : 0);
      plane[frame] = Math.max(-steps, Math.min(steps - 1, Math.round(exact))) / steps;
    }
  }
}

function cutOff(plane: Float32Array, frames: number): void {
  for (let frame = 0; frame < frames; frame += 1) plane[frame] = Math.max(-1, Math.min(1, plane[frame] ?? 0));
}
