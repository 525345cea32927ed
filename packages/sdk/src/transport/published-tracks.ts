import type { LocalTrack } from '@remotemedia/mesh';
import type { PublishOptions } from './transport-events.ts';

/** The tracks of what is published or taken back, with their stream and the options for their kind. */
export function localTracksOf(media: MediaStream | MediaStreamTrack, options: PublishOptions = {}): LocalTrack[] {
  const stream = media instanceof MediaStream ? media : new MediaStream([media]);
  return stream.getTracks().map((track) => {
    const chosen = track.kind === 'video' ? options.video : options.audio;
    return chosen ? { track, stream, options: chosen } : { track, stream };
  });
}
