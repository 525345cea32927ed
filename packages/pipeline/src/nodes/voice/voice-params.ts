import { type Param, param } from '../../node/param.ts';
import type { SegmenterSettings } from './speech-segmenter.ts';

/** What the parameters of all detectors of voices have. */
export type VoiceParams = {
  /** From this probability on speech begins. */
  readonly threshold: number;
  /** Below this one it pauses; 0.15 below `threshold` if absent. */
  readonly negThreshold: number | undefined;
  /** Speech that is shorter is not told of, in ms. */
  readonly minSpeechDurationMs: number;
  /** A pause that is shorter does not end speech, in ms. */
  readonly minSilenceDurationMs: number;
  /** What is added to speech at both ends, in ms. */
  readonly speechPadMs: number;
};

/** How far below the threshold speech pauses. Source: upstream. */
const HYSTERESIS = 0.15;

/** The schemas of {@link VoiceParams}. */
export function voiceParams(defaults: { readonly minSpeechMs: number; readonly minSilenceMs: number }): {
  readonly [K in keyof VoiceParams]: Param<VoiceParams[K]>;
} {
  return {
    threshold: param.number({ about: 'Probability from which on speech begins.', default: 0.5, min: 0, max: 1 }),
    negThreshold: param.number({
      about: 'Probability below which speech pauses; 0.15 below the threshold if absent.',
      min: 0,
      max: 1,
    }),
    minSpeechDurationMs: param.number({
      about: 'Speech that is shorter is not told of; its beginning is told that much later.',
      default: defaults.minSpeechMs,
      min: 0,
      max: 5000,
      unit: 'ms',
    }),
    minSilenceDurationMs: param.number({
      about: 'A pause that is shorter does not end speech; its end is told that much later.',
      default: defaults.minSilenceMs,
      min: 0,
      max: 5000,
      unit: 'ms',
    }),
    speechPadMs: param.number({
      about: 'What is added to speech at both ends.',
      default: 30,
      min: 0,
      max: 500,
      unit: 'ms',
    }),
  };
}

/** What a segmenter needs of them. */
export function segmenterSettings(params: VoiceParams): SegmenterSettings {
  return {
    threshold: params.threshold,
    negThreshold: params.negThreshold ?? Math.max(0, params.threshold - HYSTERESIS),
    minSpeechMs: params.minSpeechDurationMs,
    minSilenceMs: params.minSilenceDurationMs,
    padMs: params.speechPadMs,
  };
}
