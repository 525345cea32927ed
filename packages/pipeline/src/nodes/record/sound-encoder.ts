import type { AudioBlock } from '../../data/audio-block.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { fastResample } from '../audio/fast-resample.ts';
import { opusEncode } from '../opus/opus-encode.ts';
import { openInnerNode } from './inner-node.ts';
import type { Packet } from './packet.ts';

/** The rate that Opus has inside. */
const OPUS_RATE_HZ = 48_000;

/** A node within this one takes items at its only port. */
const SOURCE = { port: 'in', nodeId: '' };

/** Sound of any rate and any number of channels into packets of Opus. */
export class SoundEncoder {
  readonly #bitrate: number;
  readonly #context: NodeContext;
  readonly #ready: (packet: Packet) => void;
  /** A resampler and an encoder. */
  #nodes: readonly [NodeInstance, NodeInstance] | undefined;

  constructor(bitrate: number, context: NodeContext, ready: (packet: Packet) => void) {
    this.#bitrate = bitrate;
    this.#context = context;
    this.#ready = ready;
  }

  /** Encodes a block. The first one decides between mono and stereo. */
  async encode(block: AudioBlock): Promise<void> {
    this.#nodes ??= await this.#open(block.channelCount > 1 ? 2 : 1);
    await this.#nodes[0].process(block, SOURCE);
  }

  /** Encodes what is still inside. */
  async flush(): Promise<void> {
    for (const node of this.#nodes ?? []) await node.flush?.();
  }

  /** Lets go of the encoder. */
  async close(): Promise<void> {
    const nodes = this.#nodes ?? [];
    this.#nodes = undefined;
    for (const node of nodes) await node.close?.();
  }

  async #open(channels: number): Promise<readonly [NodeInstance, NodeInstance]> {
    const encoder = await openInnerNode(opusEncode, { bitrate: this.#bitrate }, this.#context, (item) => {
      if (item.kind === 'encodedAudio') this.#ready(item);
    });
    const params = { targetRate: OPUS_RATE_HZ, channels };
    const resampler = await openInnerNode(fastResample, params, this.#context, (item) => {
      // It works at once, like all nodes that can run on the audio thread.
      void encoder.process(item, SOURCE);
    });
    return [resampler, encoder];
  }
}
