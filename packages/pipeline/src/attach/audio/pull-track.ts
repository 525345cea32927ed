import type { Undo } from '@remotemedia/base';

const pulled = new Set<HTMLMediaElement>();

/** Elements that play for the sake of Web Audio now. */
export function pulledTracks(): number {
  return pulled.size;
}

/**
 * Plays a track in a silent element that is not in the page, until the returned function is called. Chromium gives Web
 * Audio nothing but silence of a remote track that no element plays (Chromium issue 121673). Being muted,
 * the element may play without a gesture, and the original is not heard beside what is made of it.
 */
export function pullTrack(track: MediaStreamTrack): Undo {
  const element = new Audio();
  element.muted = true;
  element.srcObject = new MediaStream([track]);
  // Where playing is refused all the same, Web Audio is as silent as without; nothing else is lost.
  element.play().catch(() => {});
  pulled.add(element);
  return () => {
    pulled.delete(element);
    element.pause();
    element.srcObject = null;
  };
}

/**
 * Whether a track may come from another peer. The platform does not say; but a track of a device, of a screen or of Web
 * Audio tells its sample rate or its device in Chromium, which alone needs the element.
 */
export function mayBeRemote(track: MediaStreamTrack): boolean {
  const { sampleRate, groupId } = track.getSettings();
  return sampleRate === undefined && groupId === undefined;
}
