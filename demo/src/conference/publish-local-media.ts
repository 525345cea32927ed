import { SdkError, type WebRtcTransport } from '@remotemedia/sdk';
import type { Store } from '../ui/store.ts';
import { EFFECT_ASSETS, type Effects, manifestFor } from './effects.ts';
import type { LocalMedia, LocalMediaState } from './local-media.ts';

/** What others get in the place of a track of ours: the same with its effect. */
export type TreatedTracks = ReadonlyMap<MediaStreamTrack, MediaStreamTrack>;

/** What is to be published, and how. */
export interface LocalMediaParts {
  /** Camera and microphone. */
  readonly media: LocalMedia;
  /** What is done to them. */
  readonly effects: Store<Effects>;
  /** Is told what others get. */
  readonly treated: Store<TreatedTracks>;
  /** Hears what did not work. */
  readonly onError: (error: SdkError) => void;
}

/**
 * Keeps what is published the same as what is on, until the returned function is called. Both tracks go out in one
 * stream, so that lips and voice stay together at the others. Nothing goes out without the effect that was chosen.
 * Changes are carried out one after another.
 */
export function publishLocalMedia(transport: WebRtcTransport, parts: LocalMediaParts): () => void {
  const { media, effects, treated, onError } = parts;
  const stream = new MediaStream();
  let stopped = false;
  let work = Promise.resolve();
  const tryEach = async (tracks: readonly MediaStreamTrack[], change: (track: MediaStreamTrack) => Promise<void>) => {
    for (const track of tracks) {
      if (stopped) return;
      await change(track).catch((error: unknown) => !stopped && onError(SdkError.from(error)));
    }
  };
  const step = async () => {
    const wanted = tracksOf(media.state.get());
    const gone = stream.getTracks().filter((track) => !wanted.includes(track));
    await tryEach(gone, async (track) => {
      stream.removeTrack(track);
      await transport.unpublish(track);
    });
    const kept = stream.getTracks();
    await tryEach(kept, (track) => treat(transport, track, effects.get()));
    const fresh = wanted.filter((track) => !kept.includes(track));
    await tryEach(fresh, async (track) => {
      stream.addTrack(track);
      await publish(transport, stream, track, effects.get()).catch((error: unknown) => {
        stream.removeTrack(track);
        throw error;
      });
    });
    treated.set(new Map(transport.pipelines.map(({ source, track }) => [source, track])));
  };
  const run = () => {
    work = work.then(step);
  };
  run();
  const undos = [media.state.subscribe(run), effects.subscribe(run)];
  return () => {
    stopped = true;
    for (const undo of undos) undo();
  };
}

/** Publishes the stream, in which only one track is new. */
async function publish(
  transport: WebRtcTransport,
  stream: MediaStream,
  track: MediaStreamTrack,
  effects: Effects,
): Promise<void> {
  const pipeline = manifestFor(effects, track.kind);
  if (!pipeline) return transport.publish(stream);
  const choice = { [track.kind]: pipeline };
  await transport.publish(stream, { pipeline: choice, pipelineOptions: { assets: EFFECT_ASSETS } });
}

/** Brings a track that is published to the effect that is wanted. */
async function treat(transport: WebRtcTransport, track: MediaStreamTrack, effects: Effects): Promise<void> {
  const manifest = manifestFor(effects, track.kind);
  const pipeline = transport.pipelines.find(({ source }) => source === track);
  if (pipeline && manifest !== pipeline.manifest) {
    if (manifest) await pipeline.swap(manifest);
    else pipeline.close();
  } else if (manifest && !pipeline) {
    await transport.attachPipeline(track, manifest, { assets: EFFECT_ASSETS });
  }
}

function tracksOf({ camera, microphone }: LocalMediaState): readonly MediaStreamTrack[] {
  return [microphone, camera].flatMap((capture) => (capture.kind === 'on' ? [capture.track] : []));
}
