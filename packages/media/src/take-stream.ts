import { type WaitOptions, withDeadline } from '@remotemedia/base';

/** As much of a `MediaStream` as is needed to own what is in it. */
export type TrackSet = Pick<MediaStream, 'getTracks'>;

/** Stops every track of a stream. */
export function stopTracks(stream: TrackSet): void {
  for (const track of stream.getTracks()) track.stop();
}

/**
 * Waits for what the browser opens, no longer than `wait` allows. A prompt cannot be taken back, so the stream may come
 * when nobody waits for it any more: then its tracks are stopped as they come.
 *
 * @throws {SdkError} `cancelled`, `deadline-exceeded`, or what `open` threw
 */
export function takeStream<Stream extends TrackSet>(open: () => Promise<Stream>, wait: WaitOptions): Promise<Stream> {
  return withDeadline(async (signal) => {
    const stream = await open();
    if (signal.aborted) stopTracks(stream);
    return stream;
  }, wait);
}
