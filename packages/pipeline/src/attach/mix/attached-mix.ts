import { AttachedGraph, type AttachedParts, AttachedStage } from '../attached-graph.ts';
import type { SoundMix, SoundMixOptions } from './sound-mix.ts';

/** What an {@link AttachedMix} is made of. */
export interface AttachedMixParts extends AttachedParts {
  /** Opens what it rests on. */
  readonly open: (listeners: Pick<SoundMixOptions, 'listener' | 'onStreamEnd'>) => Promise<SoundMix>;
}

/** Several audio tracks that go through one pipeline, each as a stream, and the track that comes out for each stream. */
export class AttachedMix extends AttachedGraph {
  readonly #mix: SoundMix;

  private constructor(parts: AttachedMixParts, mix: SoundMix, stage: AttachedStage) {
    super(parts, mix, stage);
    this.#mix = mix;
  }

  /** For `attachMix`. @throws {SdkError} why not; nothing is left behind */
  static async open(parts: AttachedMixParts): Promise<AttachedMix> {
    const stage = new AttachedStage();
    const mix = await stage.pass(await parts.open({ listener: stage, onStreamEnd: stage.onStreamEnd }));
    return new AttachedMix(parts, mix, stage);
  }

  /** The streams that are in the mix, in the order in which they came. */
  get streamIds(): readonly string[] {
    return this.#mix.streamIds;
  }

  /**
   * The track with what the pipeline gives for a stream: the sound whose `streamId` is that of the stream, and sound that
   * is of no stream. It stays the same over swaps.
   *
   * @throws {SdkError} `not-found` when there is no such stream
   */
  trackFor(streamId: string): MediaStreamTrack {
    return this.#mix.trackFor(streamId);
  }

  /**
   * Takes a stream in, at any time.
   *
   * @returns what comes out for it
   * @throws {SdkError} `already-exists`, `resource-exhausted` when there are as many as can be, `invalid-argument` for a
   *   track that is no live audio track, `unavailable` when the browser cannot read it
   */
  add(streamId: string, source: MediaStreamTrack): MediaStreamTrack {
    return this.#mix.add(streamId, source);
  }

  /** Takes a stream out: its output ends, its source goes on. Nothing happens when there is none. */
  remove(streamId: string): void {
    this.#mix.remove(streamId);
  }
}
