import { type Clock, systemClock, type Undo } from '@remotemedia/base';

/** How often it is looked whether the page has stopped a track, in ms: that has no event (Media Capture §4.3.1). */
const LOOK_MS = 250;

/** Calls `onEnded` once when a track has ended: because its source did, or because the page stopped it. */
export function watchEnd(track: MediaStreamTrack, onEnded: () => void, clock: Clock = systemClock): Undo {
  let stopTimer: Undo = () => {};
  const stop = () => {
    stopTimer();
    track.removeEventListener('ended', end);
  };
  const end = () => {
    stop();
    onEnded();
  };
  const look = () => {
    if (track.readyState === 'ended') end();
    else stopTimer = clock.after(LOOK_MS, look);
  };
  track.addEventListener('ended', end);
  look();
  return stop;
}
