import { Emitter, type Undo } from '@remotemedia/base';
import { LevelMeter } from '../level-meter.ts';
import { SilenceGate, type SilenceGateOptions } from './silence-gate.ts';

/** What a {@link SilentMicrophone} announces. */
export type SilentMicrophoneEvents = {
  /** Nothing at all has come for the given time: muted by a switch of its own, say, or a device without a microphone. */
  silent: undefined;
  /** There is sound again. */
  sound: undefined;
};

/**
 * Notices a microphone that is open, not muted, and gives no sound at all, not even that of a quiet room. The time counts
 * only while the track is enabled and the browser measures sound. Whoever makes it closes it; the track stays theirs.
 */
export class SilentMicrophone extends Emitter<SilentMicrophoneEvents> {
  readonly #track: MediaStreamTrack;
  readonly #meter: LevelMeter;
  readonly #gate: SilenceGate;
  readonly #undo: Undo;

  /** @throws {SdkError} as {@link LevelMeter} does */
  constructor(track: MediaStreamTrack, options: SilenceGateOptions = {}) {
    super();
    this.#track = track;
    this.#gate = new SilenceGate(options);
    this.#meter = new LevelMeter(track);
    this.#undo = this.#meter.on('level', (dbfs) => this.#hear(dbfs));
  }

  /** Whether there is no sound at all. */
  get silent(): boolean {
    return this.#gate.silent;
  }

  /** Listens no more. Calling it again does nothing. */
  close(): void {
    this.#undo();
    this.#meter.close();
    this.removeAllListeners();
  }

  #hear(dbfs: number): void {
    const { enabled, readyState } = this.#track;
    if (!enabled || readyState === 'ended' || !this.#meter.measuring) {
      this.#gate.restart();
      return;
    }
    const before = this.#gate.silent;
    const silent = this.#gate.push(dbfs, performance.now());
    if (silent !== before) this.emit(silent ? 'silent' : 'sound');
  }
}
