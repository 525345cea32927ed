import { SdkError } from '@remotemedia/base';
import { Resampler, type ResamplerQuality } from '@remotemedia/codecs/resample';
import { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type Param, type ParamValues, param } from '../../node/param.ts';
import { ChannelMatrix } from './channel-matrix.ts';
import { channelMatrix } from './channel-rules.ts';
import { OwnBlock } from './own-block.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';

const QUALITIES: Readonly<Record<'Low' | 'Medium' | 'High', ResamplerQuality>> = {
  Low: 'low',
  Medium: 'medium',
  High: 'high',
};

function rate(about: string): Param<number | 'auto'> {
  const hz = param.integer({ about: 'In whole Hz.', min: 3000, max: 384_000, unit: 'Hz' });
  return param.either(hz, param.choice(['auto'], { about: 'As the input has it.' }), { about, default: 'auto' });
}

const params = {
  sourceRate: rate('What the input must have, in Hz; `auto` takes any. Sound of another rate is refused.'),
  targetRate: rate('What the output has, in Hz; `auto` leaves the rate as it is.'),
  quality: param.choice(['Low', 'Medium', 'High'], {
    about:
      'How much work it makes of it. Low: flat to 0.7 of the lower Nyquist frequency within 0.02 dB, aliases 55 dB down, ' +
      'waits for 12 samples of the lower rate. Medium: 0.84, 0.01 dB, 75 dB, 32. High: 0.9, 0.01 dB, 90 dB, 64.',
    default: 'Medium',
  }),
  channels: param.integer({
    about: 'Channels of the output, mixed by the rules of Web Audio. Absent: as the input has.',
    min: 1,
    max: 8,
  }),
};

type ResampleParams = ParamValues<typeof params>;

/** Gives sound another sample rate. Names and defaults of the parameters are upstream's (`FastResampleNode`). */
export const fastResample: AnyNodeDefinition = defineNode({
  type: 'FastResample',
  aliases: ['AudioResample', 'Resample'],
  about:
    'Gives sound another sample rate, and another number of channels if told. Nothing is shifted in time, but the output ' +
    'waits for some samples. A change of parameters in mid-stream begins anew.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  audioFormat: (values, input) => {
    const conflict = refusal(values, input.sampleRate);
    if (conflict !== undefined) return { conflict };
    return {
      sampleRate: outputRate(values, input.sampleRate),
      channelCount: values.channels ?? input.channelCount,
    };
  },
  create: (values, context) => new SoundNode(values, (now) => new ResampleStream(now, context), context.emit),
});

class ResampleStream implements SoundStream<ResampleParams> {
  readonly #emit: NodeContext['emit'];
  readonly #mixed = new OwnBlock();
  /** The resampler's output as a block. */
  readonly #made = new AudioBlock(0, []);
  #params: ResampleParams;
  /** Absent while both rates are equal. */
  #resampler: Resampler | undefined;
  #matrix = new ChannelMatrix(0, 0, new Float64Array(0));
  #inputRate = 0;
  #outputRate = 0;
  /** Sample-frames since it began. */
  #taken = 0;
  #given = 0;
  /** Where the block after the last one begins. */
  #endUs = 0;

  constructor(params: ResampleParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#params = params;
  }

  take(block: AudioBlock): void {
    if (block.sampleRate !== this.#inputRate || block.channels.length !== this.#matrix.inputs) this.#begin(block);
    const { frames } = block;
    const mixed = this.#mixed.like(block, this.#matrix.outputs);
    // Equal channels go through it, too: it makes silence of what is no number.
    this.#matrix.run(block, mixed);
    if (!this.#resampler) {
      this.#emit(mixed);
      return;
    }
    const count = this.#resampler.process(mixed.channels, frames);
    this.#give(this.#resampler, count, block.timestampUs);
    this.#made.streamId = block.streamId;
    this.#taken += frames;
    this.#endUs = block.timestampUs + (frames / this.#inputRate) * 1e6;
  }

  update(params: ResampleParams): void {
    this.#params = params;
    this.flush();
    this.#inputRate = 0;
  }

  flush(): void {
    if (this.#resampler && this.#taken > 0) this.#give(this.#resampler, this.#resampler.flush(), this.#endUs);
    this.#forget();
  }

  reset(): void {
    this.#resampler?.reset();
    this.#forget();
  }

  #begin(block: AudioBlock): void {
    assertAccepted(this.#params, block.sampleRate);
    this.flush();
    const { targetRate, quality, channels = block.channels.length } = this.#params;
    const inputs = block.channels.length;
    const inputRate = block.sampleRate;
    const outputRate = targetRate === 'auto' ? inputRate : targetRate;
    this.#resampler =
      inputRate === outputRate
        ? undefined
        : new Resampler({ inputRate, outputRate, channelCount: channels, quality: QUALITIES[quality] });
    this.#matrix = new ChannelMatrix(inputs, channels, channelMatrix(inputs, channels, 'speakers'));
    this.#inputRate = inputRate;
    this.#outputRate = outputRate;
    this.#made.sampleRate = outputRate;
    this.#made.streamId = block.streamId;
  }

  /** @param nowUs when the first sample after the `#taken` ones was captured */
  #give(resampler: Resampler, count: number, nowUs: number): void {
    if (count === 0) return;
    const made = this.#made;
    made.channels = resampler.output;
    made.frames = count;
    made.timestampUs = nowUs + (this.#given / this.#outputRate - this.#taken / this.#inputRate) * 1e6;
    this.#given += count;
    this.#emit(made);
  }

  #forget(): void {
    this.#taken = 0;
    this.#given = 0;
  }
}

function outputRate({ sourceRate, targetRate }: ResampleParams, inputRate: number | undefined): number | undefined {
  if (targetRate !== 'auto') return targetRate;
  return inputRate ?? (sourceRate === 'auto' ? undefined : sourceRate);
}

/** Why sound of that rate is not taken, if it is not. */
function refusal({ sourceRate }: ResampleParams, inputRate: number | undefined): string | undefined {
  if (inputRate === undefined || sourceRate === 'auto' || sourceRate === inputRate) return undefined;
  return `source_rate says ${sourceRate} Hz, but sound of ${inputRate} Hz comes; set it to that, or to "auto"`;
}

/** @throws {SdkError} `invalid-argument` for sound of another rate than the parameters say */
function assertAccepted(values: ResampleParams, inputRate: number): void {
  const conflict = refusal(values, inputRate);
  if (conflict !== undefined) throw new SdkError('invalid-argument', conflict);
}
