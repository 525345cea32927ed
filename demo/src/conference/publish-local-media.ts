import { SdkError, type WebRtcTransport } from '@remotemedia/sdk';
import type { LocalMedia, LocalMediaState } from './local-media.ts';

/**
 * Keeps what is published the same as what is on, until the returned function is called. Both tracks go out in one
 * stream, so that lips and voice stay together at the others. Changes are carried out one after another.
 */
export function publishLocalMedia(
  transport: WebRtcTransport,
  media: LocalMedia,
  onError: (error: SdkError) => void,
): () => void {
  const stream = new MediaStream();
  let stopped = false;
  let work = Promise.resolve();
  const step = async () => {
    const wanted = tracksOf(media.state.get());
    for (const track of stream.getTracks()) {
      if (stopped || wanted.includes(track)) continue;
      stream.removeTrack(track);
      await transport.unpublish(track);
    }
    const added = wanted.filter((track) => !stream.getTracks().includes(track));
    if (stopped || added.length === 0) return;
    for (const track of added) stream.addTrack(track);
    await transport.publish(stream);
  };
  const run = () => {
    work = work.then(step).catch((error: unknown) => {
      if (!stopped) onError(SdkError.from(error));
    });
  };
  run();
  const undo = media.state.subscribe(run);
  return () => {
    stopped = true;
    undo();
  };
}

function tracksOf({ camera, microphone }: LocalMediaState): readonly MediaStreamTrack[] {
  return [microphone, camera].flatMap((capture) => (capture.kind === 'on' ? [capture.track] : []));
}
