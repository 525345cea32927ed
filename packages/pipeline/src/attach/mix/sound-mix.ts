import { SdkError } from '@remotemedia/base';
import type { GraphPlan } from '../../plan/graph-plan.ts';
import { openSoundPlace, SoundGraph, type SoundGraphOptions, type SoundPlace } from '../audio/sound-graph.ts';
import { watchEnd } from '../audio/source-watch.ts';
import { TrackInput } from '../audio/track-input.ts';

/** How tracks are led into one graph. */
export interface SoundMixOptions extends SoundGraphOptions {
  readonly slots: number;
  /** The source, or the output, of a stream has ended; it is no part of the mix any more. */
  readonly onStreamEnd: (streamId: string) => void;
}

/** One stream of a mix. */
interface MixedStream {
  readonly slot: number;
  readonly track: MediaStreamTrack;
  readonly close: () => void;
}

/** Several tracks that go into one graph, each as a stream, and come out as a track for each stream. */
export class SoundMix extends SoundGraph {
  readonly #streams = new Map<string, MixedStream>();
  readonly #options: SoundMixOptions;

  private constructor(place: SoundPlace, options: SoundMixOptions) {
    super(place, options);
    this.#options = options;
    place.life.add(() => {
      for (const stream of this.#streams.values()) stream.close();
      this.#streams.clear();
    });
  }

  /** Opens one. @throws {SdkError} why not; nothing is left behind */
  static async open(
    inputs: Iterable<readonly [streamId: string, track: MediaStreamTrack]>,
    plan: GraphPlan,
    options: SoundMixOptions,
  ): Promise<SoundMix> {
    const place = await openSoundPlace(options);
    try {
      const mix = new SoundMix(place, options);
      for (const [streamId, track] of inputs) mix.add(streamId, track);
      await mix.begin(plan);
      return mix;
    } catch (error) {
      place.life.dispose();
      throw error;
    }
  }

  /** Streams that are in the mix. */
  get streamIds(): readonly string[] {
    return [...this.#streams.keys()];
  }

  /** What comes out for a stream. @throws {SdkError} `not-found` */
  trackFor(streamId: string): MediaStreamTrack {
    const stream = this.#streams.get(streamId);
    if (stream) return stream.track;
    const known = this.streamIds.join(', ') || 'none';
    throw new SdkError('not-found', `the mix has no stream "${streamId.slice(0, 80)}"; it has ${known}`);
  }

  /** Takes a stream in. @throws {SdkError} `already-exists`, `resource-exhausted`, `invalid-argument`, `unavailable` */
  add(streamId: string, source: MediaStreamTrack): MediaStreamTrack {
    if (this.place.life.disposed) throw new SdkError('failed-precondition', 'the mix is closed');
    const slot = this.#freeSlot(streamId, source);
    const { context, host } = this.place;
    const input = new TrackInput(context, source);
    const { channelCount = 2, clock } = this.#options;
    const destination = new MediaStreamAudioDestinationNode(context, { channelCount });
    const [track] = destination.stream.getAudioTracks();
    if (!track) throw new SdkError('internal', 'Web Audio made a stream without a track');
    const onEnd = () => this.#ended(streamId);
    const undos = [watchEnd(source, onEnd, clock), watchEnd(track, onEnd, clock)];
    host.setStream(slot, streamId);
    input.connect(host.node, slot);
    host.node.connect(destination, slot);
    const close = () => {
      for (const undo of undos) undo();
      input.close();
      host.node.disconnect(destination, slot);
      host.setStream(slot, undefined);
      track.stop();
    };
    this.#streams.set(streamId, { slot, track, close });
    return track;
  }

  /** Takes a stream out; its track ends, and its source goes on. Nothing happens when there is none. */
  remove(streamId: string): void {
    this.#streams.get(streamId)?.close();
    this.#streams.delete(streamId);
  }

  #ended(streamId: string): void {
    const track = this.#streams.get(streamId)?.track;
    this.remove(streamId);
    track?.dispatchEvent(new Event('ended'));
    this.#options.onStreamEnd(streamId);
  }

  #freeSlot(streamId: string, { kind, readyState }: MediaStreamTrack): number {
    if (kind !== 'audio' || readyState !== 'live') {
      throw new SdkError('invalid-argument', `a mix takes audio tracks that are live, not ${readyState} ${kind}`);
    }
    if (this.#streams.has(streamId)) {
      throw new SdkError('already-exists', `the mix has a stream "${streamId.slice(0, 80)}" already; remove it first`);
    }
    const taken = new Set([...this.#streams.values()].map(({ slot }) => slot));
    for (let slot = 0; slot < this.#options.slots; slot += 1) if (!taken.has(slot)) return slot;
    const detail = `the mix has room for ${this.#options.slots} streams; attach it with a larger maxStreams`;
    throw new SdkError('resource-exhausted', detail);
  }
}
