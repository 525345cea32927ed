import { type Clock, Emitter, systemClock, type Undo } from '@remotemedia/base';
import { isPlayed, playsTrack } from '../playback/playbacks.ts';

/** What a {@link RemoteAudioWatch} announces. */
export type RemoteAudioWatchEvents = {
  /** A track has been heard nowhere for the given time: the sound of somebody goes to no element. */
  unheard: MediaStreamTrack;
  /** A track that was unheard is heard now. */
  heard: MediaStreamTrack;
};

/** How a {@link RemoteAudioWatch} looks. */
export interface RemoteAudioWatchOptions {
  /** How long a track may be heard nowhere, in milliseconds. @default 5000 */
  readonly afterMs?: number | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/** Time between two looks, in milliseconds. */
const LOOK_MS = 1_000;

/**
 * Notices sound from others that is played by no element, the usual reason why one person hears nobody. An element counts
 * when it plays the track, is not muted and has a volume, and is known to a `Playback` or is in the document. Tracks that
 * are played through Web Audio alone cannot be seen: do not watch those.
 */
export class RemoteAudioWatch extends Emitter<RemoteAudioWatchEvents> {
  readonly #afterMs: number;
  readonly #clock: Clock;
  /** Since when each track is heard nowhere, and whether that was told. */
  readonly #watched = new Map<MediaStreamTrack, { sinceMs: number; told: boolean }>();
  #stopTimer: Undo | undefined;

  /** Makes a watch of no tracks. */
  constructor(options: RemoteAudioWatchOptions = {}) {
    super();
    this.#afterMs = options.afterMs ?? 5_000;
    this.#clock = options.clock ?? systemClock;
  }

  /** Tracks that are heard nowhere, for long enough to be told. */
  get unheard(): readonly MediaStreamTrack[] {
    return [...this.#watched].filter(([, { told }]) => told).map(([track]) => track);
  }

  /** Watches a track until the returned function is called or it ends. One of pictures is not watched. */
  watch(track: MediaStreamTrack): Undo {
    if (track.kind !== 'audio') return () => {};
    this.#watched.set(track, { sinceMs: this.#clock.now(), told: false });
    this.#stopTimer ??= this.#clock.after(LOOK_MS, () => this.#look());
    return () => this.#forget(track);
  }

  /** Watches nothing any more. Calling it again does nothing. */
  close(): void {
    for (const track of [...this.#watched.keys()]) this.#forget(track);
    this.removeAllListeners();
  }

  #forget(track: MediaStreamTrack): void {
    this.#watched.delete(track);
    if (this.#watched.size > 0) return;
    this.#stopTimer?.();
    this.#stopTimer = undefined;
  }

  #look(): void {
    this.#stopTimer = this.#clock.after(LOOK_MS, () => this.#look());
    const elements = [...document.querySelectorAll<HTMLMediaElement>('audio, video')];
    for (const [track, entry] of [...this.#watched]) {
      const isHeard = isPlayed(track) || elements.some((element) => playsTrack(element, track));
      if (track.readyState === 'ended') this.#forget(track);
      // A track that its sender muted has nothing to hear, so it makes no difference where it goes.
      else if (isHeard || track.muted) this.#hear(track, entry);
      else this.#miss(track, entry);
    }
  }

  #hear(track: MediaStreamTrack, entry: { sinceMs: number; told: boolean }): void {
    const { told } = entry;
    Object.assign(entry, { sinceMs: this.#clock.now(), told: false });
    if (told) this.emit('heard', track);
  }

  #miss(track: MediaStreamTrack, entry: { sinceMs: number; told: boolean }): void {
    if (entry.told || this.#clock.now() - entry.sinceMs < this.#afterMs) return;
    entry.told = true;
    this.emit('unheard', track);
  }
}
