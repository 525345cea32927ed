import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { SoundNode } from '../audio/sound-node.ts';
import { peakOf, powerDb, rmsDb, share } from './decibels.ts';
import { emitInterval } from './emit-interval.ts';
import { type Measure, MeasuredStream } from './measured-stream.ts';
import type { SoundWindow } from './sound-window.ts';

/** How loud a stretch of sound was: the event of `AudioLevel`. Source: upstream's `AudioLevelEvent`. */
export type AudioLevelEvent = {
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'audio_level_event';
  /** RMS of all channels together, dB of full scale, −120 for silence; a sine at full scale has −3.01. */
  readonly rms_db: number;
  /** Largest sample of any channel, dB of full scale, −120 for silence. */
  readonly peak_db: number;
  /** At or below `low_volume_threshold_db`, yet no silence. */
  readonly is_low_volume: boolean;
  /** At or below `silence_threshold_db`. */
  readonly is_silence: boolean;
  /** 0 at the threshold of silence, 1 at that of low volume, a straight line of dB between. */
  readonly health: number;
  /** Whose sound it was, `null` if the blocks do not say. */
  readonly stream_id: string | null;
  /** When the stretch began, µs on the clock of the sound. */
  readonly timestamp_us: number;
};

const params = {
  lowVolumeThresholdDb: param.number({
    about: 'RMS at which sound begins to be too soft.',
    default: -20,
    min: -120,
    max: 0,
    unit: 'dB',
  }),
  silenceThresholdDb: param.number({
    about: 'RMS up to which sound counts as silence.',
    default: -60,
    min: -120,
    max: 0,
    unit: 'dB',
  }),
  emitIntervalMs: emitInterval(200),
};

type AudioLevelParams = ParamValues<typeof params>;

const measure: Measure<AudioLevelParams> = {
  cutOf: ({ emitIntervalMs }) => ({ lengthMs: emitIntervalMs }),
  eventOf: levelOf,
};

/** Tells how loud sound is. */
export const audioLevel: AnyNodeDefinition = defineNode({
  type: 'AudioLevel',
  about: 'Tells how loud sound is, and whether it is too soft or silent.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new MeasuredStream(now, context, measure)),
});

function levelOf(window: SoundWindow, params: AudioLevelParams): AudioLevelEvent {
  const { silenceThresholdDb, lowVolumeThresholdDb } = params;
  const level = rmsDb(window);
  const isSilence = level <= silenceThresholdDb;
  return {
    _schema: 'audio_level_event',
    rms_db: level,
    peak_db: powerDb(peakOf(window) ** 2),
    is_low_volume: !isSilence && level <= lowVolumeThresholdDb,
    is_silence: isSilence,
    health: isSilence ? 0 : share(level, silenceThresholdDb, lowVolumeThresholdDb),
    stream_id: window.streamId,
    timestamp_us: window.timestampUs,
  };
}
