import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { SoundNode } from '../audio/sound-node.ts';
import { type Measure, MeasuredStream, type WindowCut } from './measured-stream.ts';
import { LEFT, PRESENCE_WINDOW_MS, RIGHT, speakersIn } from './presence.ts';
import type { SoundWindow } from './sound-window.ts';

/** One side of stereo sound in a {@link SpeechPresenceEvent}. */
export type SpeakerPresence = {
  /** Louder than the threshold. */
  readonly active: boolean;
  /** For how long it has been so, or has not, in ms. */
  readonly duration_ms: number;
};

/** The `state` of a {@link SpeechPresenceEvent}: the first three for other sound than stereo, all but the first for stereo. */
export type SpeechPresenceState =
  | 'speaking'
  | 'silent'
  | 'dead_air'
  | 'speaking_left'
  | 'speaking_right'
  | 'speaking_both'
  | 'overlap';

/** Who speaks, by level alone: the event of `SpeechPresence`. Source: upstream's `speech_presence_v1`. */
export type SpeechPresenceEvent = {
  /** What kind of event it is, as upstream names it. */
  readonly event_type: 'speech.presence';
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'speech_presence_v1';
  /** `dead_air` is silence, and `overlap` both sides at once, for longer than their thresholds. */
  readonly state: SpeechPresenceState;
  /** How long there has been speech, or none, in ms; not for stereo. */
  readonly duration_ms?: number;
  /** Each side, for stereo only. */
  readonly speakers?: { readonly left: SpeakerPresence; readonly right: SpeakerPresence };
  /** How long both sides have spoken at once, in ms; for stereo only. */
  readonly overlap_duration_ms?: number;
  /** When the 20 ms began that decided it, µs on the clock of the sound. */
  readonly timestamp_us: number;
  /** Whose sound it was, `null` if the blocks do not say. */
  readonly stream_id: string | null;
};

const params = {
  deadAirThresholdMs: param.number({
    about: 'How long silence lasts before it is dead air.',
    default: 2000,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
  }),
  overlapThresholdMs: param.number({
    about: 'How long both sides speak at once before it is an overlap.',
    default: 500,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
  }),
  silenceThresholdDb: param.number({
    about: 'RMS up to which sound counts as silence.',
    default: -50,
    min: -120,
    max: 0,
    unit: 'dB',
  }),
  emitIntervalMs: param.number({
    about: 'How often the state is told even if it is the same; without it only changes are.',
    min: 20,
    max: 3_600_000,
    unit: 'ms',
  }),
};

type PresenceParams = ParamValues<typeof params>;

/** Tells who speaks, by level alone. */
export const speechPresence: AnyNodeDefinition = defineNode({
  type: 'SpeechPresence',
  about:
    'Tells who of the two sides of a call speaks, and when nobody does, by level alone; of other sound, if somebody does.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new MeasuredStream(now, context, new PresenceMeasure())),
});

class PresenceMeasure implements Measure<PresenceParams> {
  #speakers = 0;
  #leftMs = 0;
  #rightMs = 0;
  #overlapMs = 0;
  #told: SpeechPresenceState | undefined;
  #sinceToldMs = 0;

  cutOf(): WindowCut {
    return { lengthMs: PRESENCE_WINDOW_MS };
  }

  eventOf(window: SoundWindow, params: PresenceParams): SpeechPresenceEvent | undefined {
    this.#hear(window, params.silenceThresholdDb);
    const isStereo = window.meanSquares.length === 2;
    const state = isStereo ? this.#stereoState(params) : this.#state(params);
    const isDue = this.#sinceToldMs >= (params.emitIntervalMs ?? Number.POSITIVE_INFINITY);
    if (state === this.#told && !isDue) return undefined;
    this.#told = state;
    this.#sinceToldMs = 0;
    return {
      event_type: 'speech.presence',
      _schema: 'speech_presence_v1',
      state,
      ...(isStereo ? this.#sides() : { duration_ms: Math.floor(this.#leftMs) }),
      timestamp_us: window.timestampUs,
      stream_id: window.streamId,
    };
  }

  reset(): void {
    this.#speakers = 0;
    this.#leftMs = 0;
    this.#rightMs = 0;
    this.#overlapMs = 0;
    this.#told = undefined;
  }

  #hear(window: SoundWindow, silenceThresholdDb: number): void {
    const windowMs = (window.frames / window.sampleRate) * 1000;
    const speakers = speakersIn(window, silenceThresholdDb);
    const changed = speakers ^ this.#speakers;
    this.#speakers = speakers;
    this.#leftMs = changed & LEFT ? windowMs : this.#leftMs + windowMs;
    this.#rightMs = changed & RIGHT ? windowMs : this.#rightMs + windowMs;
    this.#overlapMs = speakers === (LEFT | RIGHT) ? this.#overlapMs + windowMs : 0;
    this.#sinceToldMs += windowMs;
  }

  #state({ deadAirThresholdMs }: PresenceParams): SpeechPresenceState {
    if (this.#speakers !== 0) return 'speaking';
    return this.#leftMs >= deadAirThresholdMs ? 'dead_air' : 'silent';
  }

  #stereoState({ deadAirThresholdMs, overlapThresholdMs }: PresenceParams): SpeechPresenceState {
    switch (this.#speakers) {
      case LEFT | RIGHT:
        return this.#overlapMs >= overlapThresholdMs ? 'overlap' : 'speaking_both';
      case LEFT:
        return 'speaking_left';
      case RIGHT:
        return 'speaking_right';
      default:
        return Math.min(this.#leftMs, this.#rightMs) >= deadAirThresholdMs ? 'dead_air' : 'silent';
    }
  }

  #sides(): Pick<SpeechPresenceEvent, 'speakers' | 'overlap_duration_ms'> {
    return {
      speakers: {
        left: { active: (this.#speakers & LEFT) !== 0, duration_ms: Math.floor(this.#leftMs) },
        right: { active: (this.#speakers & RIGHT) !== 0, duration_ms: Math.floor(this.#rightMs) },
      },
      overlap_duration_ms: Math.floor(this.#overlapMs),
    };
  }
}
