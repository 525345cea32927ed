import type { RemoteTrack } from '../peer.ts';

/** Compares snapshots of a peer's tracks and says what came and went between them. */
export function watchTracks(listener: {
  readonly onCome: (entry: RemoteTrack) => void;
  readonly onGone: (entry: RemoteTrack) => void;
}): (tracks: readonly RemoteTrack[]) => void {
  let before: readonly RemoteTrack[] = [];
  return (tracks) => {
    const missing = (of: readonly RemoteTrack[], from: readonly RemoteTrack[]) =>
      of.filter(({ track }) => !from.some((entry) => entry.track === track));
    const gone = missing(before, tracks);
    const come = missing(tracks, before);
    before = tracks;
    gone.forEach(listener.onGone);
    come.forEach(listener.onCome);
  };
}
