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

interface Watched {
  /** Since when it is heard nowhere, in milliseconds of the clock. */
  sinceMs: number;
  /** Whether that was told. */
  told: boolean;
  /** One for each who wants it watched. */
  readonly wishes: Set<symbol>;
}

/**
 * Notices sound from others that is played by no element, the usual reason why one person hears nobody. An element counts
 * when it plays the track, is not muted and has a volume, and is known to a `Playback` or is in the document. Tracks that
 * are played through Web Audio alone cannot be seen: do not watch those.
 */
export class RemoteAudioWatch extends Emitter<RemoteAudioWatchEvents> {
  readonly #afterMs: number;
  readonly #clock: Clock;
  readonly #watched = new Map<MediaStreamTrack, Watched>();
  #stopTimer: Undo | undefined;
  #isClosed = false;

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

  /**
   * Watches a track until it ends, or all who had it watched have called the returned function. One of pictures is not
   * watched, and none after {@link RemoteAudioWatch.close}.
   */
  watch(track: MediaStreamTrack): Undo {
    if (track.kind !== 'audio' || this.#isClosed) return () => {};
    const entry = this.#watched.get(track) ?? { sinceMs: this.#clock.now(), told: false, wishes: new Set() };
    const wish = Symbol(track.id);
    entry.wishes.add(wish);
    this.#watched.set(track, entry);
    this.#stopTimer ??= this.#clock.after(LOOK_MS, () => this.#look());
    return () => {
      if (entry.wishes.delete(wish) && entry.wishes.size === 0) this.#forget(track);
    };
  }

  /** Watches nothing any more. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
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

  #hear(track: MediaStreamTrack, entry: Watched): void {
    const { told } = entry;
    Object.assign(entry, { sinceMs: this.#clock.now(), told: false });
    if (told) this.emit('heard', track);
  }

  #miss(track: MediaStreamTrack, entry: Watched): void {
    if (entry.told || this.#clock.now() - entry.sinceMs < this.#afterMs) return;
    entry.told = true;
    this.emit('unheard', track);
  }
}
