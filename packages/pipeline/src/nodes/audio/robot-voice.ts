import type { AudioBlock } from '../../data/audio-block.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { finite } from './finite.ts';
import { OwnBlock } from './own-block.ts';
import { planeOf } from './plane-of.ts';
import { Ramp } from './ramp.ts';
import { SoundNode, type SoundStream } from './sound-node.ts';

/** How long a change of parameters takes. */
const RAMP_MS = 10;

const params = {
  carrierHz: param.number({
    about: 'The tone that the voice is multiplied with. 30 rattles, 80 is metallic, above 200 the words go under.',
    default: 60,
    min: 1,
    max: 2000,
    unit: 'Hz',
  }),
  mix: param.number({ about: 'How much of it is the robot: 0 is the voice as it was.', default: 1, min: 0, max: 1 }),
};

type RobotVoiceParams = ParamValues<typeof params>;

/** Makes a voice sound like a machine. */
export const robotVoice: AnyNodeDefinition = defineNode({
  type: 'RobotVoice',
  about: 'Makes a voice sound like a machine, by ring modulation: each sample times that of a sine.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new RobotStream(now, context), context.emit),
});

class RobotStream implements SoundStream<RobotVoiceParams> {
  readonly #emit: NodeContext['emit'];
  readonly #own = new OwnBlock();
  readonly #carrierHz: Ramp;
  readonly #mix: Ramp;
  /** What each sample-frame of a block is multiplied with. */
  #factors = new Float64Array(0);
  /** Turns of the carrier, 0–1. */
  #phase = 0;
  #rate = 0;

  constructor({ carrierHz, mix }: RobotVoiceParams, { emit }: NodeContext) {
    this.#emit = emit;
    this.#carrierHz = new Ramp(carrierHz);
    this.#mix = new Ramp(mix);
  }

  take(block: AudioBlock): void {
    this.#rate = block.sampleRate;
    const { frames } = block;
    this.#modulate(frames);
    const factors = this.#factors;
    const out = this.#own.like(block);
    for (let channel = 0; channel < out.channels.length; channel += 1) {
      const from = planeOf(block, channel);
      const to = planeOf(out, channel);
      for (let frame = 0; frame < frames; frame += 1) to[frame] = finite(from[frame]) * (factors[frame] ?? 0);
    }
    this.#emit(out);
  }

  update({ carrierHz, mix }: RobotVoiceParams): void {
    const frames = (this.#rate * RAMP_MS) / 1000;
    this.#carrierHz.aim(carrierHz, frames);
    this.#mix.aim(mix, frames);
  }

  #modulate(frames: number): void {
    if (this.#factors.length < frames) this.#factors = new Float64Array(frames);
    let phase = this.#phase;
    for (let frame = 0; frame < frames; frame += 1) {
      const mix = this.#mix.at(frame);
      this.#factors[frame] = 1 - mix + mix * Math.sin(2 * Math.PI * phase);
      phase += this.#carrierHz.at(frame) / this.#rate;
      phase -= Math.floor(phase);
    }
    this.#phase = phase;
    this.#carrierHz.advance(frames);
    this.#mix.advance(frames);
  }
}
