import { SdkError, SerialQueue } from '@remotemedia/base';
import type { LocalTrack, Mesh } from '@remotemedia/mesh';
import { type AttachedPipeline, type AttachOptions, attachPipeline, type ManifestSource } from '@remotemedia/pipeline';
import { type PipedTrack, type PipelineChoice, pipe } from './pipeline-choice.ts';
import { eventOf, type TransportPipelineEvent } from './pipeline-events.ts';

/** What pipelines use of a mesh. */
type PipelineMesh = Pick<Mesh, 'addTrack' | 'removeTrack' | 'replaceTrack' | 'localTracks' | 'peers' | 'on'>;

/** Who hears of pipelines. */
export interface PipelineListener {
  /** Something came out of one beside its track. */
  readonly onEvent: (event: TransportPipelineEvent) => void;
  /** One ended by itself, or its end could not be made good. */
  readonly onError: (error: SdkError) => void;
}

/** A pipeline behind a track. */
interface Attachment {
  readonly pipeline: AttachedPipeline;
  readonly options: AttachOptions;
}

/**
 * The pipelines of one transport. It owns them, and knows which track is sent in the place of which. What changes that is
 * done one after the other.
 */
export class TransportPipelines {
  readonly #mesh: PipelineMesh;
  readonly #listener: PipelineListener;
  readonly #turns = new SerialQueue();
  /** By the track that was given. */
  readonly #attached = new Map<MediaStreamTrack, Attachment>();
  /** What is sent in the place of a track that was published. */
  readonly #sent = new Map<MediaStreamTrack, MediaStreamTrack>();
  readonly #life = new AbortController();

  constructor(mesh: PipelineMesh, listener: PipelineListener) {
    this.#mesh = mesh;
    this.#listener = listener;
    mesh.on('trackRemoved', ({ track }) => this.#attached.get(track)?.pipeline.close());
  }

  /** All that are at work. */
  get all(): readonly AttachedPipeline[] {
    return [...this.#attached.values()].map(({ pipeline }) => pipeline);
  }

  /**
   * Publishes tracks, each through its pipeline. A track that is published already stays as it is. Nothing is published
   * when one of the pipelines cannot be opened.
   */
  publish(locals: readonly LocalTrack[], choice: PipelineChoice | undefined, options: AttachOptions): Promise<void> {
    return this.#turns.run(async () => {
      const fresh = pipe(
        locals.filter(({ track }) => !this.#isPublished(track)),
        choice,
        options,
      );
      const opened = await this.#openAll(fresh, options);
      for (const { local } of fresh) {
        const pipeline = opened.get(local.track);
        await this.#mesh.addTrack(pipeline ? { ...local, track: pipeline.track } : local);
        if (pipeline) this.#sent.set(local.track, pipeline.track);
      }
    });
  }

  /** Puts a pipeline behind a track that is published, or that a peer sends. */
  attach(track: MediaStreamTrack, manifest: ManifestSource, options: AttachOptions): Promise<AttachedPipeline> {
    return this.#turns.run(async () => {
      const isPublished = this.#isPublished(track);
      if (!isPublished) this.#checkKnown(track);
      const pipeline = await this.#open(track, manifest, options);
      if (!isPublished) return pipeline;
      await this.#send(this.#sent.get(track) ?? track, track, pipeline);
      return pipeline;
    });
  }

  /** Sends another track in the place of one; a pipeline behind the old one is opened anew behind the other. */
  replace(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    return this.#turns.run(async () => {
      const before = this.#attached.get(old);
      const sent = this.#sent.get(old) ?? old;
      if (!before || sent === old) await this.#mesh.replaceTrack(sent, track);
      else await this.#send(sent, track, await this.#open(track, before.pipeline.manifest, before.options));
      this.#sent.delete(old);
      before?.pipeline.close();
    });
  }

  /** Stops sending a track and closes its pipeline. */
  unpublish(track: MediaStreamTrack): Promise<void> {
    return this.#turns.run(async () => {
      await this.#mesh.removeTrack(this.#sent.get(track) ?? track);
      if (this.#sent.delete(track)) this.#attached.get(track)?.pipeline.close();
    });
  }

  /** Closes all of them. Calling it again does nothing. */
  close(): void {
    const gone = new SdkError('cancelled', 'the transport was closed');
    this.#life.abort(gone);
    this.#turns.close(gone);
    this.#sent.clear();
    for (const { pipeline } of this.#attached.values()) pipeline.close();
  }

  #isPublished(track: MediaStreamTrack): boolean {
    return this.#sent.has(track) || this.#mesh.localTracks.some((local) => local.track === track);
  }

  async #openAll(
    tracks: readonly PipedTrack[],
    options: AttachOptions,
  ): Promise<ReadonlyMap<MediaStreamTrack, AttachedPipeline>> {
    const opened = new Map<MediaStreamTrack, AttachedPipeline>();
    try {
      for (const { local, manifest } of tracks)
        if (manifest !== undefined) opened.set(local.track, await this.#open(local.track, manifest, options));
      return opened;
    } catch (error) {
      for (const pipeline of opened.values()) pipeline.close();
      throw error;
    }
  }

  async #open(track: MediaStreamTrack, manifest: ManifestSource, options: AttachOptions): Promise<AttachedPipeline> {
    if (this.#attached.has(track)) {
      throw new SdkError('already-exists', `the ${track.kind} track has a pipeline; change it with its swap()`);
    }
    const signal = options.signal ? AbortSignal.any([this.#life.signal, options.signal]) : this.#life.signal;
    const pipeline = await attachPipeline(track, manifest, { ...options, signal });
    this.#attached.set(track, { pipeline, options });
    pipeline.on('output', (output) => this.#listener.onEvent({ ...output, pipeline, track, event: eventOf(output) }));
    pipeline.on('closed', ({ error }) => this.#onClosed(track, pipeline, error));
    return pipeline;
  }

  /** Sends what comes out of the pipeline of `track` in the place of `old`. */
  async #send(old: MediaStreamTrack, track: MediaStreamTrack, pipeline: AttachedPipeline): Promise<void> {
    try {
      await this.#mesh.replaceTrack(old, pipeline.track);
      this.#sent.set(track, pipeline.track);
    } catch (error) {
      pipeline.close();
      throw error;
    }
  }

  #checkKnown(track: MediaStreamTrack): void {
    if (this.#mesh.peers.some(({ tracks }) => tracks.some((remote) => remote.track === track))) return;
    throw new SdkError(
      'not-found',
      `the ${track.kind} track is neither published nor sent by a peer; attachPipeline() of @remotemedia/sdk/pipeline takes any`,
    );
  }

  /**
   * A track whose pipeline was closed goes out as it is. One whose pipeline was lost does not: nobody is to be seen without
   * the blur that they asked for.
   */
  #onClosed(track: MediaStreamTrack, pipeline: AttachedPipeline, error: SdkError | undefined): void {
    if (this.#attached.get(track)?.pipeline === pipeline) this.#attached.delete(track);
    if (error) this.#listener.onError(error);
    if (error || this.#life.signal.aborted || this.#sent.get(track) !== pipeline.track) return;
    this.#turns
      .run(async () => {
        if (this.#sent.get(track) !== pipeline.track || track.readyState === 'ended') return;
        await this.#mesh.replaceTrack(pipeline.track, track);
        this.#sent.delete(track);
      })
      .catch((caught: unknown) => {
        if (!this.#life.signal.aborted) this.#listener.onError(SdkError.from(caught, 'internal'));
      });
  }
}
