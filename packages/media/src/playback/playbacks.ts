import { Disposables, type Undo, withDeadline } from '@remotemedia/base';
import { type ResumeAudioOptions, resumeAudio } from '../shared-audio-context.ts';
import type { PlaybackState } from './playback-state.ts';

/** As much of a `Playback` as the list of the page needs. */
interface Playable {
  readonly element: HTMLMediaElement;
  readonly state: PlaybackState;
  retry(): Promise<void>;
  on(event: 'stateChange', listener: () => void): Undo;
}

const playbacks = new Set<Playable>();
const listeners = new Set<(blocked: boolean) => void>();
let life: Disposables | undefined;
let blockedBefore = false;

/**
 * Starts everything on the page that waits for a gesture, sound that is being measured included. Call it from a click or
 * a key press. It settles in time whatever the browser does, which may leave a play or a resume unsettled for ever.
 *
 * @returns whether nothing is blocked any more
 */
export async function unlockPlayback(options: ResumeAudioOptions = {}): Promise<boolean> {
  const { timeoutMs = 1000, clock } = options;
  // All begin in this very turn: a gesture does not count for what comes later.
  const retries = withDeadline(() => Promise.all([...playbacks].map((playback) => playback.retry())), {
    timeoutMs,
    clock,
  }).catch(() => {});
  const [audioRuns] = await Promise.all([resumeAudio(options), retries]);
  return audioRuns && !isPlaybackBlocked();
}

/** Whether any playback of the page waits for a gesture. */
export function isPlaybackBlocked(): boolean {
  return [...playbacks].some((playback) => playback.state.kind === 'blocked');
}

/** Calls `listener` with whether any playback is blocked, now and at each change, until the returned function is called. */
export function onPlaybackBlocked(listener: (blocked: boolean) => void): Undo {
  const entry = (blocked: boolean) => listener(blocked);
  listeners.add(entry);
  entry(isPlaybackBlocked());
  return () => void listeners.delete(entry);
}

/** Whether a playback of the page plays this track with its sound on. */
export function isPlayed(track: MediaStreamTrack): boolean {
  return [...playbacks].some(({ state, element }) => state.kind === 'playing' && playsTrack(element, track));
}

/** Whether an element plays a track such that it can be heard. */
export function playsTrack(element: HTMLMediaElement, track: MediaStreamTrack): boolean {
  const { srcObject, paused, muted, volume } = element;
  if (paused || muted || volume === 0 || !(srcObject instanceof MediaStream)) return false;
  return srcObject.getTracks().includes(track);
}

/** Playbacks that are not closed; 0 means that the page has no listener of ours. */
export function playbackCount(): number {
  return playbacks.size;
}

/** Takes a playback into the list of the page until the returned function is called. */
export function enlist(playback: Playable): Undo {
  playbacks.add(playback);
  life ??= watchPage();
  const undo = playback.on('stateChange', tellBlocked);
  return () => {
    undo();
    playbacks.delete(playback);
    tellBlocked();
    if (playbacks.size > 0) return;
    life?.dispose();
    life = undefined;
  };
}

/** What the system paused while the page was away goes on when it is seen again. */
function watchPage(): Disposables {
  const page = new Disposables();
  page.listen(document, 'visibilitychange', () => {
    if (document.visibilityState !== 'visible') return;
    for (const playback of playbacks) if (playback.state.kind === 'paused') void playback.retry();
    void resumeAudio();
  });
  return page;
}

function tellBlocked(): void {
  const blocked = isPlaybackBlocked();
  if (blocked === blockedBefore) return;
  blockedBefore = blocked;
  for (const listener of [...listeners]) listener(blocked);
}
