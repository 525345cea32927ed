import { AttachedGraph, type AttachedParts, AttachedStage } from './attached-graph.ts';
import type { Attachment, AttachmentListener, AttachWay } from './attachment.ts';

export type { AttachedPipelineEvents } from './attached-graph.ts';

/** What an {@link AttachedPipeline} is made of. */
export interface AttachedPipelineParts extends AttachedParts {
  /** Opens what it rests on. */
  readonly open: (listener: Required<AttachmentListener>) => Promise<Attachment>;
}

/** A track that goes through a pipeline, and the track that comes out. */
export class AttachedPipeline extends AttachedGraph {
  readonly #attachment: Attachment;

  private constructor(parts: AttachedPipelineParts, attachment: Attachment, stage: AttachedStage) {
    super(parts, attachment, stage);
    this.#attachment = attachment;
  }

  /** For `attachPipeline`. @throws {SdkError} why not; nothing is left behind */
  static async open(parts: AttachedPipelineParts): Promise<AttachedPipeline> {
    const stage = new AttachedStage();
    const attachment = await stage.pass(await parts.open(stage));
    return new AttachedPipeline(parts, attachment, stage);
  }

  /** What goes in. It is never stopped. */
  get source(): MediaStreamTrack {
    return this.#attachment.source;
  }

  /** What comes out; stays the same over swaps, and ends when the source does. */
  get track(): MediaStreamTrack {
    return this.#attachment.track;
  }

  /** How it is led; may change with a swap, and when pictures fail to come. */
  get way(): AttachWay {
    return this.#attachment.way;
  }
}
