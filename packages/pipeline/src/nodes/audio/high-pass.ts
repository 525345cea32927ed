import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { Biquad, type BiquadCoefficients, highPassCoefficients, IDENTITY } from './biquad.ts';
import { OwnBlock } from './own-block.ts';
import { planeOf } from './plane-of.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';

/** How long a change of parameters takes. */
const RAMP_MS = 10;

/** The Q of a Butterworth filter of the second order; `q` is this unless somebody says otherwise. */
const FLAT_Q = Math.SQRT1_2;

/** The two Qs of a Butterworth filter of the fourth order: 1 / (2 cos(π/8)), 1 / (2 cos(3π/8)). */
const FOURTH_ORDER_Q = [1 / (2 * Math.cos(Math.PI / 8)), 1 / (2 * Math.cos((3 * Math.PI) / 8))] as const;

const params = {
  frequencyHz: param.number({
    about:
      'Where it begins: with the default q this frequency comes through 3 dB weaker. At most half the sample rate.',
    default: 80,
    min: 1,
    max: 96_000,
    unit: 'Hz',
    aliases: ['cutoff_hz', 'frequency'],
  }),
  q: param.number({
    about: 'Sharpness: 0.7071 is as flat as can be, more makes a peak at the frequency.',
    default: FLAT_Q,
    min: 0.1,
    max: 30,
  }),
  slope: param.choice([12, 24], { about: 'How steeply it falls, in dB for each octave.', default: 12 }),
};

type HighPassParams = ParamValues<typeof params>;

/** Takes away what is deep: rumble, wind, hum, a constant. */
export const highPass: AnyNodeDefinition = defineNode({
  type: 'HighPass',
  aliases: ['HighPassFilter'],
  about: 'Takes away what is deep: rumble, wind, hum, a constant part. A biquad of the Audio EQ Cookbook, or two.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new HighPassStream(now, context), context.emit),
});

class HighPassStream implements SoundStream<HighPassParams> {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  #params: HighPassParams;
  #first = new Biquad(IDENTITY);
  #second = new Biquad(IDENTITY);
  #rate = 0;
  #channelCount = 0;

  constructor(params: HighPassParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#params = params;
  }

  take(block: AudioBlock): void {
    if (block.sampleRate !== this.#rate || block.channels.length !== this.#channelCount) this.#begin(block);
    const out = this.#own.like(block);
    const { frames } = block;
    for (let channel = 0; channel < out.channels.length; channel += 1) {
      const to = planeOf(out, channel);
      this.#first.run(planeOf(block, channel), to, frames, channel);
      if (!this.#second.isIdentity) this.#second.run(to, to, frames, channel);
    }
    this.#first.advance(frames);
    this.#second.advance(frames);
    this.#emit(out);
  }

  update(params: HighPassParams): void {
    this.#params = params;
    if (this.#rate === 0) return;
    const frames = (this.#rate * RAMP_MS) / 1000;
    // What it remembers is old if it did nothing so far.
    if (this.#second.isIdentity) this.#second.reset(this.#channelCount);
    this.#first.aim(coefficients(params, this.#rate, 0), frames);
    this.#second.aim(coefficients(params, this.#rate, 1), frames);
  }

  reset(): void {
    this.#first.reset(this.#channelCount);
    this.#second.reset(this.#channelCount);
  }

  #begin(block: AudioBlock): void {
    this.#rate = block.sampleRate;
    this.#channelCount = block.channels.length;
    this.#first = new Biquad(coefficients(this.#params, this.#rate, 0));
    this.#second = new Biquad(coefficients(this.#params, this.#rate, 1));
    this.reset();
  }
}

/** The coefficients of the first or second of the two filters. */
function coefficients({ frequencyHz, q, slope }: HighPassParams, rate: number, index: 0 | 1): BiquadCoefficients {
  if (slope === 12) return index === 0 ? highPassCoefficients(frequencyHz, q, rate) : IDENTITY;
  return highPassCoefficients(frequencyHz, (q / FLAT_Q) * FOURTH_ORDER_Q[index], rate);
}
