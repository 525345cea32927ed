import { SdkError } from '@remotemedia/base';
import type { Mesh } from '@remotemedia/mesh';
import type { AttachedPipeline, AttachOptions, ManifestSource } from '@remotemedia/pipeline';
import type { PipelineListener, TransportPipelines } from '../pipelines/transport-pipelines.ts';
import { MessageHost } from './message-host.ts';
import { localTracksOf } from './published-tracks.ts';
import type { PublishOptions } from './transport-events.ts';

/** The part of a transport that has to do with media. The code of pipelines is loaded when the first one is used. */
export abstract class MediaHost<Events> extends MessageHost<Events> {
  readonly #mesh: () => Mesh;
  readonly #listener: PipelineListener;
  #loading: Promise<TransportPipelines> | undefined;
  #pipelines: TransportPipelines | undefined;
  #isOver = false;

  /** @param mesh what carries media; asked for when it is needed */
  protected constructor(mesh: () => Mesh, listener: PipelineListener) {
    super(mesh);
    this.#mesh = mesh;
    this.#listener = listener;
  }

  /** What we publish: of tracks with a pipeline, what comes out of it. */
  get publishedTracks(): readonly MediaStreamTrack[] {
    return this.#mesh().localTracks.map(({ track }) => track);
  }

  /** The pipelines behind tracks of this transport. */
  get pipelines(): readonly AttachedPipeline[] {
    return this.#pipelines?.all ?? [];
  }

  /**
   * Sends a stream's tracks, or one track, to everyone in the room, now and later. The tracks stay yours: the
   * transport never stops them. Resolves when they have been added everywhere; negotiation goes on by itself.
   *
   * @param options codec, limits, layers and pipeline, by kind of track
   * @throws {SdkError} `invalid-argument` for a track that has ended, `failed-precondition` after `close()`; what
   *   {@link WebRtcTransport.attachPipeline} throws, and then nothing is published
   */
  async publish(media: MediaStream | MediaStreamTrack, options: PublishOptions = {}): Promise<void> {
    this.checkOpen('publish');
    const locals = localTracksOf(media, options);
    const { pipeline, pipelineOptions = {} } = options;
    if (pipeline === undefined && !this.#pipelines) {
      for (const local of locals) await this.#mesh().addTrack(local);
    } else {
      await (await this.#load()).publish(locals, pipeline, pipelineOptions);
    }
  }

  /**
   * Sends another track in the place of one that is published, without a new negotiation: another camera, another
   * microphone. The others keep the track that they have. A pipeline that the old one goes through is opened for the new
   * one.
   *
   * @throws {SdkError} `not-found` when `old` is not published, `invalid-argument` for a track that has ended or is of
   *   another kind
   */
  async replaceTrack(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    this.checkOpen('replaceTrack');
    if (this.#pipelines) await this.#pipelines.replace(old, track);
    else await this.#mesh().replaceTrack(old, track);
  }

  /** Stops sending a stream's tracks, or one track, and closes their pipelines. What is not being sent is no error. */
  async unpublish(media: MediaStream | MediaStreamTrack): Promise<void> {
    this.checkOpen('unpublish');
    for (const { track } of localTracksOf(media)) {
      if (this.#pipelines) await this.#pipelines.unpublish(track);
      else await this.#mesh().removeTrack(track);
    }
  }

  /**
   * Puts a pipeline behind a track. One that is published goes through it from now on, without a new negotiation; when
   * the pipeline is closed it goes out as it is again. When the pipeline is lost (`error`) nothing goes out until another one is
   * attached or the track is replaced. What a peer sends is to be played from `track` of the result.
   *
   * The pipeline is closed with the transport, when the track is unpublished, and when the peer stops sending it.
   *
   * @param manifest what is done to it: YAML, JSON, or an object
   * @throws {SdkError} `not-found` for a track that is neither published nor sent by a peer, `already-exists` when it has a
   *   pipeline, `invalid-argument` (a `ManifestError`) for a manifest that cannot be run on it, `unavailable` when code or
   *   files cannot be loaded, `cancelled`
   */
  async attachPipeline(
    track: MediaStreamTrack,
    manifest: ManifestSource,
    options: AttachOptions = {},
  ): Promise<AttachedPipeline> {
    this.checkOpen('attachPipeline');
    return (await this.#load()).attach(track, manifest, options);
  }

  /** Closes all pipelines. */
  protected closePipelines(): void {
    this.#isOver = true;
    this.#pipelines?.close();
  }

  #load(): Promise<TransportPipelines> {
    this.#loading ??= this.#import().catch((caught: unknown) => {
      // The next one who asks may have more luck.
      this.#loading = undefined;
      throw SdkError.from(caught, 'unavailable');
    });
    return this.#loading;
  }

  async #import(): Promise<TransportPipelines> {
    const { TransportPipelines } = await import('../pipelines/transport-pipelines.ts');
    if (this.#isOver) throw new SdkError('cancelled', 'the transport was closed');
    this.#pipelines = new TransportPipelines(this.#mesh(), this.#listener);
    return this.#pipelines;
  }
}
