import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { SoundNode } from '../audio/sound-node.ts';
import { rmsDb } from './decibels.ts';
import { emitInterval } from './emit-interval.ts';
import { type Measure, MeasuredStream, type WindowCut } from './measured-stream.ts';
import type { SoundWindow } from './sound-window.ts';

/** Whether there is silence, and how it comes and goes: the event of `SilenceDetector`. Source: upstream's `SilenceEvent`. */
export type SilenceEvent = {
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'silence_event';
  /** The last 20 ms were at or below `silence_threshold_db`. */
  readonly is_silent: boolean;
  /** RMS of all channels in these 20 ms, dB of full scale, −120 for none. */
  readonly rms_db: number;
  /** How long the silence has lasted, ms; 0 when there is none. */
  readonly silence_duration_ms: number;
  /** It has lasted `sustained_silence_ms` or more. */
  readonly is_sustained_silence: boolean;
  /** How often sound turned to silence within `dropout_window_ms`; 1,000 at most. */
  readonly dropout_count: number;
  /** That was `dropout_count_threshold` times or more. */
  readonly has_intermittent_dropouts: boolean;
  /** 1 while there is sound, down to 0 in a straight line as silence becomes sustained. */
  readonly health: number;
  /** Whose sound it was, `null` if the blocks do not say. */
  readonly stream_id: string | null;
  /** When these 20 ms began, µs on the clock of the sound. */
  readonly timestamp_us: number;
};

/** Silence is decided for stretches of this length: shorter ones would find it between two pulses of a voice. */
const WINDOW_MS = 20;

/** Beginnings of silence that are remembered. */
const MOST_DROPOUTS = 1000;

const params = {
  silenceThresholdDb: param.number({
    about: 'RMS up to which sound counts as silence.',
    default: -50,
    min: -120,
    max: 0,
    unit: 'dB',
  }),
  sustainedSilenceMs: param.number({
    about: 'How long silence lasts before it counts as sustained.',
    default: 500,
    min: 1,
    max: 3_600_000,
    unit: 'ms',
  }),
  dropoutCountThreshold: param.integer({
    about: 'How often sound must turn to silence for it to count as intermittent.',
    default: 3,
    min: 1,
    max: MOST_DROPOUTS,
  }),
  dropoutWindowMs: param.number({
    about: 'How far back these are counted.',
    default: 5000,
    min: 100,
    max: 3_600_000,
    unit: 'ms',
  }),
  emitIntervalMs: emitInterval(500),
};

type SilenceParams = ParamValues<typeof params>;

/** Tells silence and dropouts. */
export const silenceDetector: AnyNodeDefinition = defineNode({
  type: 'SilenceDetector',
  about: 'Tells when sound turns to silence and back, when silence lasts, and when sound drops out again and again.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new MeasuredStream(now, context, new SilenceMeasure())),
});

class SilenceMeasure implements Measure<SilenceParams> {
  /** When each dropout began, ms of sound since the stream began; the oldest first. */
  readonly #dropoutsMs: number[] = [];
  #heardMs = 0;
  #silenceMs = 0;
  #wasSilent = false;
  /** What was told last, as a number; −1 before. */
  #told = -1;
  #toldMs = 0;

  cutOf(): WindowCut {
    return { lengthMs: WINDOW_MS };
  }

  eventOf(window: SoundWindow, params: SilenceParams): SilenceEvent | undefined {
    const level = rmsDb(window);
    const isSilent = level <= params.silenceThresholdDb;
    this.#count(isSilent, params.dropoutWindowMs);
    const windowMs = (window.frames / window.sampleRate) * 1000;
    this.#heardMs += windowMs;
    this.#silenceMs = isSilent ? this.#silenceMs + windowMs : 0;
    this.#wasSilent = isSilent;
    const isSustained = isSilent && this.#silenceMs >= params.sustainedSilenceMs;
    const isIntermittent = this.#dropoutsMs.length >= params.dropoutCountThreshold;
    const state = (isSilent ? 1 : 0) + (isSustained ? 2 : 0) + (isIntermittent ? 4 : 0);
    if (state === this.#told && this.#heardMs - this.#toldMs < params.emitIntervalMs) return undefined;
    this.#told = state;
    this.#toldMs = this.#heardMs;
    return {
      _schema: 'silence_event',
      is_silent: isSilent,
      rms_db: level,
      silence_duration_ms: this.#silenceMs,
      is_sustained_silence: isSustained,
      dropout_count: this.#dropoutsMs.length,
      has_intermittent_dropouts: isIntermittent,
      health: 1 - Math.min(1, this.#silenceMs / params.sustainedSilenceMs),
      stream_id: window.streamId,
      timestamp_us: window.timestampUs,
    };
  }

  reset(): void {
    this.#dropoutsMs.length = 0;
    this.#silenceMs = 0;
    this.#told = -1;
    this.#heardMs = 0;
  }

  /** Silence from the very beginning is no dropout: nothing was there to drop. */
  #count(isSilent: boolean, dropoutWindowMs: number): void {
    const oldest = this.#heardMs - dropoutWindowMs;
    while ((this.#dropoutsMs[0] ?? Number.POSITIVE_INFINITY) <= oldest) this.#dropoutsMs.shift();
    if (!isSilent || this.#wasSilent || this.#heardMs === 0) return;
    if (this.#dropoutsMs.length === MOST_DROPOUTS) this.#dropoutsMs.shift();
    this.#dropoutsMs.push(this.#heardMs);
  }
}
