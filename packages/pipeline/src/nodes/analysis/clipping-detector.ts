import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { SoundNode } from '../audio/sound-node.ts';
import { FLOOR_DB, peakOf, powerDb, rmsDb } from './decibels.ts';
import { emitInterval } from './emit-interval.ts';
import { type Measure, MeasuredStream } from './measured-stream.ts';
import type { SoundWindow } from './sound-window.ts';

/** Whether a stretch of sound was clipped: the event of `ClippingDetector`. Source: upstream's `ClippingEvent`. */
export type ClippingEvent = {
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'clipping_event';
  /** Samples at or above `saturation_threshold`, in per cent of all. */
  readonly saturation_ratio: number;
  /** Peak over RMS in dB: 0 for a square wave, 3.01 for a sine, 20 for silence (upstream's number). */
  readonly crest_factor_db: number;
  /** Too many saturated samples, or too low a crest factor. */
  readonly is_clipping: boolean;
  /** 1 without a saturated sample, 0 from `saturation_ratio_threshold` on. */
  readonly health: number;
  /** Whose sound it was, `null` if the blocks do not say. */
  readonly stream_id: string | null;
  /** When the stretch began, µs on the clock of the sound. */
  readonly timestamp_us: number;
};

/** Crest factor of silence, as upstream tells it. */
const CREST_OF_SILENCE_DB = 20;

const params = {
  saturationThreshold: param.number({
    about: 'Magnitude from which a sample counts as saturated.',
    default: 0.99,
    min: 0.01,
    max: 1,
  }),
  saturationRatioThreshold: param.number({
    about: 'Saturated samples, in per cent, that make it clipping.',
    default: 1,
    min: 0.001,
    max: 100,
    unit: '%',
  }),
  crestFactorThresholdDb: param.number({
    about: 'Crest factor up to which sound counts as clipped, whatever its level.',
    default: 3,
    min: 0,
    max: 20,
    unit: 'dB',
  }),
  emitIntervalMs: emitInterval(200),
};

type ClippingParams = ParamValues<typeof params>;

const measure: Measure<ClippingParams> = {
  cutOf: ({ emitIntervalMs, saturationThreshold }) => ({ lengthMs: emitIntervalMs, saturation: saturationThreshold }),
  eventOf: clippingOf,
};

/** Tells whether sound is clipped. */
export const clippingDetector: AnyNodeDefinition = defineNode({
  type: 'ClippingDetector',
  about: 'Tells whether sound is clipped: by its share of saturated samples and by its crest factor.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new MeasuredStream(now, context, measure)),
});

function clippingOf(window: SoundWindow, params: ClippingParams): ClippingEvent {
  const { saturationRatioThreshold, crestFactorThresholdDb } = params;
  const percent = (window.saturated / (window.frames * window.peaks.length)) * 100;
  const level = rmsDb(window);
  const crestDb = level > FLOOR_DB ? powerDb(peakOf(window) ** 2) - level : CREST_OF_SILENCE_DB;
  return {
    _schema: 'clipping_event',
    saturation_ratio: percent,
    crest_factor_db: crestDb,
    is_clipping: percent >= saturationRatioThreshold || crestDb <= crestFactorThresholdDb,
    health: 1 - Math.min(1, percent / saturationRatioThreshold),
    stream_id: window.streamId,
    timestamp_us: window.timestampUs,
  };
}
