import type { AnyNodeDefinition } from '@remotemedia/sdk/pipeline';
import {
  AudioBlock,
  defineNode,
  type NodeContext,
  type NodeInstance,
  param,
  provideNodes,
  type RuntimeData,
} from '@remotemedia/sdk/pipeline/node';

/** A node of this page's own: this file alone goes to the audio thread, to a worker, or to Node. */
export const tremolo: AnyNodeDefinition = defineNode({
  type: 'Tremolo',
  about: 'Makes the sound swell and fade.',
  params: {
    rateHz: param.number({ about: 'How often it fades in a second.', default: 5, min: 0.5, max: 20, unit: 'Hz' }),
    depth: param.number({ about: 'How far it fades: 1 is down to silence.', default: 0.8, min: 0, max: 1 }),
  },
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['audio'] } },
  isRealtime: true,
  create: (params, { emit }) => new Tremolo(params, emit),
});

class Tremolo implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  #rateHz: number;
  #depth: number;
  #turn = 0;
  #own = AudioBlock.allocate({ sampleRate: 48_000, channelCount: 1 }, 0);

  constructor({ rateHz, depth }: { rateHz: number; depth: number }, emit: NodeContext['emit']) {
    this.#emit = emit;
    this.#rateHz = rateHz;
    this.#depth = depth;
  }

  process(item: RuntimeData): void {
    if (item.kind !== 'audio') return;
    const own = this.#blockLike(item);
    const step = this.#rateHz / item.sampleRate;
    for (let channel = 0; channel < item.channels.length; channel += 1) {
      const from = item.channels[channel] as Float32Array;
      const to = own.channels[channel] as Float32Array;
      for (let at = 0; at < item.frames; at += 1) {
        const swell = 0.5 + 0.5 * Math.cos(2 * Math.PI * (this.#turn + at * step));
        to[at] = (from[at] as number) * (1 - this.#depth + this.#depth * swell);
      }
    }
    this.#turn = (this.#turn + item.frames * step) % 1;
    this.#emit(own);
  }

  update({ rateHz, depth }: { rateHz: number; depth: number }): void {
    this.#rateHz = rateHz;
    this.#depth = depth;
  }

  /** The block that is filled again and again; a new one only when the sound is of another form. */
  #blockLike(item: AudioBlock): AudioBlock {
    const room = this.#own.channels[0]?.length ?? 0;
    if (this.#own.channels.length !== item.channels.length || room < item.frames) {
      this.#own = AudioBlock.allocate(item, item.frames);
    }
    const own = this.#own;
    own.sampleRate = item.sampleRate;
    own.frames = item.frames;
    own.timestampUs = item.timestampUs;
    own.streamId = item.streamId;
    return own;
  }
}

provideNodes([tremolo]);
