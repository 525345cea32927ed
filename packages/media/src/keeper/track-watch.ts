import { type Clock, Disposables, type Undo } from '@remotemedia/base';

/** What becomes of a track. */
export interface TrackWatchListeners {
  /** It ended, and not because this page stopped it. */
  onEnded(): void;
  /** The system has given it no media for the grace time. */
  onMuted(): void;
  /** Media come again. */
  onUnmuted(): void;
}

/** When a mute counts. */
export interface TrackWatchOptions {
  /** How long a track may be muted before that is told, in milliseconds. */
  readonly muteGraceMs: number;
  /** Whether it is known already that the track is muted now. */
  readonly told: boolean;
}

/** Watches one track until it is closed; a short mute, as when a device starts, is nothing. */
export class TrackWatch {
  readonly #life = new Disposables();
  #stopTimer: Undo = () => {};

  /** Watches from now on. */
  constructor(track: MediaStreamTrack, listeners: TrackWatchListeners, options: TrackWatchOptions, clock: Clock) {
    const { muteGraceMs, told } = options;
    const onMute = () => {
      this.#stopTimer();
      this.#stopTimer = clock.after(muteGraceMs, () => listeners.onMuted());
    };
    this.#life.listen(track, 'ended', () => listeners.onEnded());
    this.#life.listen(track, 'mute', onMute);
    this.#life.listen(track, 'unmute', () => {
      this.#stopTimer();
      listeners.onUnmuted();
    });
    this.#life.add(() => this.#stopTimer());
    if (track.muted && !told) onMute();
  }

  /** Watches no more. Calling it again does nothing. */
  close(): void {
    this.#life.dispose();
  }
}
