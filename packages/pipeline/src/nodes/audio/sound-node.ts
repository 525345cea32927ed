import type { AudioBlock } from '../../data/audio-block.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext } from '../../node/node-definition.ts';
import { type ItemStream, StreamNode } from './stream-node.ts';

/** Treats the sound of one stream. */
export type SoundStream<P extends Readonly<Record<string, unknown>>> = ItemStream<P, AudioBlock>;

/** A node that treats the sound of several streams side by side. */
export class SoundNode<P extends Readonly<Record<string, unknown>>> extends StreamNode<P, AudioBlock> {
  readonly #emit: NodeContext['emit'] | undefined;

  /**
   * @param make makes what treats one stream
   * @param emit of the node, to hand on that a stream is over: a block of it without sample-frames
   */
  constructor(params: P, make: (params: P) => SoundStream<P>, emit?: NodeContext['emit']) {
    super(params, isSound, make);
    this.#emit = emit;
  }

  /** Takes a block of any stream; one without sample-frames says that its stream is over. */
  override process(item: RuntimeData): void {
    if (item.kind === 'audio' && item.frames === 0 && item.streamId !== undefined) {
      this.end(item.streamId);
      this.#emit?.(item);
    } else super.process(item);
  }
}

function isSound(item: RuntimeData): item is AudioBlock {
  return item.kind === 'audio';
}
