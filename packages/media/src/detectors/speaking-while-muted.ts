import { Emitter, type Undo } from '@remotemedia/base';
import { LevelMeter } from '../level-meter.ts';
import type { SpeechGateOptions } from '../speech-gate.ts';
import { onTick } from '../ticker.ts';

/** What a {@link SpeakingWhileMuted} announces. */
export type SpeakingWhileMutedEvents = {
  /** Somebody started (`true`) or stopped (`false`) speaking into a muted microphone; `false` as well at unmuting. */
  speakingChange: boolean;
};

/** Speech is asked for longer than elsewhere: a cough or a keyboard is no reason to tell people that they are muted. */
const DEFAULTS: SpeechGateOptions = { startDbfs: -40, stopDbfs: -50, attackMs: 400, releaseMs: 1_000 };

/**
 * Notices that somebody speaks while their microphone is muted, which is to say that its track is not `enabled`.
 *
 * Privacy: a muted track gives silence, so while it is muted this listens to a clone of it, which is not. The clone goes
 * nowhere but into a level on this page, it is stopped at unmuting, at the end of the track and at
 * {@link SpeakingWhileMuted.close}, and there is none before the track is muted. Make one only if your users may expect
 * that, and stop the track instead of muting it where the microphone must be off.
 *
 * Whoever makes it closes it; the track stays theirs.
 */
export class SpeakingWhileMuted extends Emitter<SpeakingWhileMutedEvents> {
  readonly #track: MediaStreamTrack;
  readonly #options: SpeechGateOptions;
  readonly #stopTicks: Undo;
  #ear: { readonly clone: MediaStreamTrack; readonly meter: LevelMeter } | undefined;

  /** @throws {SdkError} `invalid-argument` when the track is not one of sound, `unavailable` as {@link LevelMeter} does */
  constructor(track: MediaStreamTrack, options: SpeechGateOptions = {}) {
    super();
    // Said at once, and not at the first mute: whether this browser can measure the track.
    new LevelMeter(track).close();
    this.#track = track;
    this.#options = { ...DEFAULTS, ...options };
    // There is no event for a change of `enabled`.
    this.#stopTicks = onTick(() => this.#follow());
    this.#follow();
  }

  /** Whether somebody speaks into the muted microphone. */
  get speaking(): boolean {
    return this.#ear?.meter.speaking ?? false;
  }

  /** Listens no more, and lets go of the clone. Calling it again does nothing. */
  close(): void {
    this.#stopTicks();
    this.#deafen();
    this.removeAllListeners();
  }

  #follow(): void {
    const { enabled, readyState } = this.#track;
    if (enabled || readyState === 'ended') this.#deafen();
    else this.#ear ??= this.#tryToListen();
  }

  /** What cannot be measured once is not tried again twenty times a second. */
  #tryToListen(): { readonly clone: MediaStreamTrack; readonly meter: LevelMeter } | undefined {
    try {
      return this.#listen();
    } catch {
      this.#stopTicks();
      return undefined;
    }
  }

  #listen(): { readonly clone: MediaStreamTrack; readonly meter: LevelMeter } {
    const clone = this.#track.clone();
    try {
      clone.enabled = true;
      const meter = new LevelMeter(clone, this.#options);
      meter.on('speakingChange', (speaking) => this.emit('speakingChange', speaking));
      return { clone, meter };
    } catch (error) {
      clone.stop();
      throw error;
    }
  }

  #deafen(): void {
    const wasSpeaking = this.speaking;
    this.#ear?.meter.close();
    this.#ear?.clone.stop();
    this.#ear = undefined;
    if (wasSpeaking) this.emit('speakingChange', false);
  }
}
