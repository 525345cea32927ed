import { type AnyNodeDefinition, defineNode } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { SoundNode } from '../audio/sound-node.ts';
import { powerDb } from './decibels.ts';
import { emitInterval } from './emit-interval.ts';
import { type Measure, MeasuredStream } from './measured-stream.ts';
import type { SoundWindow } from './sound-window.ts';

/** How left and right compare: the event of `ChannelBalance`. Source: upstream's `ChannelBalanceEvent`. */
export type ChannelBalanceEvent = {
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'channel_balance_event';
  /** RMS of the left channel, dB of full scale, −120 for silence; 0 where the sound is not stereo. */
  readonly left_rms_db: number;
  /** RMS of the right channel, likewise. */
  readonly right_rms_db: number;
  /** Left over right: 1 is balanced; `null` where only the left one sounds, for JSON has no infinity. */
  readonly balance_ratio: number | null;
  /** Left minus right in dB: above 0 the left one is louder. */
  readonly imbalance_db: number;
  /** The difference is `imbalance_threshold_db` or more, or a channel is dead. */
  readonly is_imbalanced: boolean;
  /** One channel, and only one, is at or below `dead_channel_threshold_db`. */
  readonly has_dead_channel: boolean;
  /** Which one. */
  readonly dead_channel: 'left' | 'right' | 'none';
  /** 1 when balanced, 0 from the threshold on or with a dead channel. */
  readonly health: number;
  /** Whose sound it was, `null` if the blocks do not say. */
  readonly stream_id: string | null;
  /** When the stretch began, µs on the clock of the sound. */
  readonly timestamp_us: number;
};

const params = {
  imbalanceThresholdDb: param.number({
    about: 'Difference between the channels that is too much.',
    default: 10,
    min: 0.1,
    max: 120,
    unit: 'dB',
  }),
  deadChannelThresholdDb: param.number({
    about: 'RMS up to which a channel counts as dead while the other one sounds.',
    default: -60,
    min: -120,
    max: 0,
    unit: 'dB',
  }),
  emitIntervalMs: emitInterval(200),
};

type BalanceParams = ParamValues<typeof params>;

const measure: Measure<BalanceParams> = {
  cutOf: ({ emitIntervalMs }) => ({ lengthMs: emitIntervalMs }),
  eventOf: balanceOf,
};

/** Tells how left and right compare. */
export const channelBalance: AnyNodeDefinition = defineNode({
  type: 'ChannelBalance',
  about: 'Tells whether one channel of stereo sound is louder than the other, or dead. Other sound is always balanced.',
  params,
  ports: { inputs: { in: ['audio'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new SoundNode(values, (now) => new MeasuredStream(now, context, measure)),
});

function balanceOf({ meanSquares, streamId, timestampUs }: SoundWindow, params: BalanceParams): ChannelBalanceEvent {
  return {
    _schema: 'channel_balance_event',
    ...(meanSquares.length === 2 ? compared(meanSquares, params) : BALANCED),
    stream_id: streamId,
    timestamp_us: timestampUs,
  };
}

type Comparison = Omit<ChannelBalanceEvent, '_schema' | 'stream_id' | 'timestamp_us'>;

const BALANCED: Comparison = {
  left_rms_db: 0,
  right_rms_db: 0,
  balance_ratio: 1,
  imbalance_db: 0,
  is_imbalanced: false,
  has_dead_channel: false,
  dead_channel: 'none',
  health: 1,
};

function compared([left = 0, right = 0]: Float64Array, params: BalanceParams): Comparison {
  const leftDb = powerDb(left);
  const rightDb = powerDb(right);
  const differenceDb = leftDb - rightDb;
  const dead = deadOne(leftDb, rightDb, params.deadChannelThresholdDb);
  const hasDead = dead !== 'none';
  return {
    left_rms_db: leftDb,
    right_rms_db: rightDb,
    balance_ratio: ratio(Math.sqrt(left), Math.sqrt(right)),
    imbalance_db: differenceDb,
    is_imbalanced: hasDead || Math.abs(differenceDb) >= params.imbalanceThresholdDb,
    has_dead_channel: hasDead,
    dead_channel: dead,
    health: hasDead ? 0 : 1 - Math.min(1, Math.abs(differenceDb) / params.imbalanceThresholdDb),
  };
}

function deadOne(leftDb: number, rightDb: number, thresholdDb: number): 'left' | 'right' | 'none' {
  const isLeftDead = leftDb <= thresholdDb;
  if (isLeftDead === rightDb <= thresholdDb) return 'none';
  return isLeftDead ? 'left' : 'right';
}

function ratio(left: number, right: number): number | null {
  if (right > 0) return left / right;
  return left > 0 ? null : 1;
}
