import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { finite } from './finite.ts';
import { OwnBlock } from './own-block.ts';
import { planeOf } from './plane-of.ts';
import { Ramp } from './ramp.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';

/** At this many dB, and below, there is silence. */
const SILENCE_DB = -120;

const params = {
  gainDb: param.number({
    about: 'How much louder, or softer when below 0. −120 is silence.',
    default: 0,
    min: SILENCE_DB,
    max: 60,
    unit: 'dB',
  }),
  gain: param.number({ about: 'A factor beside gain_db: both multiply. 0 is silence.', default: 1, min: 0, max: 1000 }),
  muted: param.boolean({ about: 'Silence, whatever the gain.', default: false }),
  rampMs: param.number({
    about: 'How long a change takes, in a straight line; 0 changes at once.',
    default: 10,
    min: 0,
    max: 1000,
    unit: 'ms',
  }),
};

type GainParams = ParamValues<typeof params>;

/** Makes sound louder or softer. */
export const gain: AnyNodeDefinition = defineNode({
  type: 'Gain',
  about: 'Makes sound louder or softer; changes are ramped, so that none is heard as a click.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new GainStream(now, context), context.emit),
});

class GainStream implements SoundStream<GainParams> {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  readonly #factor: Ramp;
  #rate = 0;

  constructor(params: GainParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#factor = new Ramp(factorOf(params));
  }

  take(block: AudioBlock): void {
    this.#rate = block.sampleRate;
    const out = this.#own.like(block);
    for (let channel = 0; channel < out.channels.length; channel += 1) {
      const from = planeOf(block, channel);
      const to = planeOf(out, channel);
      if (this.#factor.isMoving) this.#ramp(from, to, block.frames);
      else scale(from, to, block.frames, this.#factor.target);
    }
    this.#factor.advance(block.frames);
    this.#emit(out);
  }

  update(params: GainParams): void {
    this.#factor.aim(factorOf(params), (params.rampMs / 1000) * this.#rate);
  }

  #ramp(from: Float32Array, to: Float32Array, frames: number): void {
    for (let frame = 0; frame < frames; frame += 1) to[frame] = finite(from[frame]) * this.#factor.at(frame);
  }
}

function scale(from: Float32Array, to: Float32Array, frames: number, factor: number): void {
  for (let frame = 0; frame < frames; frame += 1) to[frame] = finite(from[frame]) * factor;
}

function factorOf({ gainDb, gain, muted }: GainParams): number {
  return muted || gainDb <= SILENCE_DB ? 0 : gain * 10 ** (gainDb / 20);
}
