import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import { rmsDbfs, SILENCE_DBFS } from './level.ts';
import { leaseAudioContext } from './shared-audio-context.ts';
import { SpeechGate, type SpeechGateOptions } from './speech-gate.ts';
import { onTick } from './ticker.ts';

/** What a {@link LevelMeter} announces. */
export type LevelMeterEvents = {
  /** A new level in dBFS, about twenty times a second. */
  level: number;
  /** Somebody started (`true`) or stopped (`false`) speaking. */
  speakingChange: boolean;
};

/** Samples of one measurement: 43 ms at 48 kHz, so that nothing between two ticks is missed by much. */
const WINDOW = 2048;

/**
 * Measures how loud a track is. All meters share one audio context and one timer; both are gone when the last
 * meter is closed. Whoever makes a meter closes it; the track stays the caller's.
 *
 * Chromium lets sound of a remote track through only while the track also plays in a media element. Until the
 * user has done something on the page the level may stay at silence: see `resumeAudio`.
 */
export class LevelMeter extends Emitter<LevelMeterEvents> {
  readonly #gate: SpeechGate;
  readonly #context: AudioContext;
  readonly #analyser: AnalyserNode;
  readonly #samples: Float32Array<ArrayBuffer> = new Float32Array(WINDOW);
  readonly #undos: readonly Undo[];
  #dbfs: number = SILENCE_DBFS;
  #closed = false;

  /**
   * @throws {SdkError} `invalid-argument` when the track is not one of sound, `unavailable` when the browser cannot
   *   measure it (Firefox, for a microphone whose sample rate is not that of the context) or gives no audio context
   */
  constructor(track: MediaStreamTrack, options: SpeechGateOptions = {}) {
    if (track.kind !== 'audio') throw new SdkError('invalid-argument', 'a level meter needs an audio track, not video');
    super();
    this.#gate = new SpeechGate(options);
    const { context, release } = leaseAudioContext();
    this.#context = context;
    const source = openSource(context, track, release);
    this.#analyser = new AnalyserNode(context, { fftSize: WINDOW });
    source.connect(this.#analyser);
    this.#undos = [onTick((nowMs) => this.#measure(nowMs)), () => source.disconnect(), release];
  }

  /** The last level in dBFS (root mean square; a full-scale sine is −3), `SILENCE_DBFS` when there is none. */
  get dbfs(): number {
    return this.#dbfs;
  }

  /** Whether the browser lets sound be measured now; while it does not, the level is that of silence. */
  get measuring(): boolean {
    return this.#context.state === 'running' && !this.#closed;
  }

  /** Whether somebody speaks, with hysteresis. */
  get speaking(): boolean {
    return this.#gate.speaking && !this.#closed;
  }

  /** Stops measuring and lets go of everything. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const undo of this.#undos) undo();
    this.#dbfs = SILENCE_DBFS;
    this.removeAllListeners();
  }

  #measure(nowMs: number): void {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    this.#dbfs = rmsDbfs(this.#samples);
    const before = this.#gate.speaking;
    const speaking = this.#gate.push(this.#dbfs, nowMs);
    this.emit('level', this.#dbfs);
    if (speaking !== before) this.emit('speakingChange', speaking);
  }
}

function openSource(context: AudioContext, track: MediaStreamTrack, release: Undo): MediaStreamAudioSourceNode {
  try {
    return context.createMediaStreamSource(new MediaStream([track]));
  } catch (cause) {
    release();
    throw new SdkError('unavailable', 'this browser cannot measure the level of this track', { cause });
  }
}
