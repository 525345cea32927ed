import type { RuntimeData } from '../../data/runtime-data.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext, type NodeInstance } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { Timeline } from './timeline.ts';

/** Regular figures of timing. Source: upstream's `timing_report_v1`. */
export type TimingReportEvent = {
  /** What kind of event it is, as upstream names it. */
  readonly event_type: 'timing.report';
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'timing_report_v1';
  /** Media time minus time of arrival, both since the beginning, in ms: below 0 the media comes late. */
  readonly lead_ms: number;
  /** By how many ms that grows in a second, over the last ten seconds. */
  readonly slope_ms_per_s: number;
  /** Standard deviation of how much too early or late items come after one another, over five seconds, in ms. */
  readonly jitter_ms: number;
  /** That as a part of the mean time between two items. */
  readonly cadence_cv: number;
  /** Now, µs on the clock of the host. */
  readonly timestamp_us: number;
};

/** Timing went wrong just now. Source: upstream's `timing_alert_v1`. */
export type TimingAlertEvent = {
  /** The jitter rose over its threshold, the clocks drift apart, or the lead changed at once. */
  readonly event_type: 'timing.jitter_spike' | 'timing.clock_drift' | 'timing.lead_jump';
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'timing_alert_v1';
  /** With `timing.jitter_spike`. */
  readonly jitter_ms?: number;
  /** With `timing.clock_drift`. */
  readonly slope_ms_per_s?: number;
  /** With `timing.lead_jump`: the lead after it. */
  readonly lead_ms?: number;
  /** The threshold, for jitter and lead. */
  readonly threshold_ms?: number;
  /** The threshold, for drift. */
  readonly threshold_ms_per_s?: number;
  /** Now, µs on the clock of the host. */
  readonly timestamp_us: number;
};

/** What `TimingDrift` tells. */
export type TimingEvent = TimingReportEvent | TimingAlertEvent;

/** How often in succession a drift is seen before it is told, and how often not before it can be told again. */
const TO_RAISE = 3;
const TO_CLEAR = 5;

const params = {
  jitterThresholdMs: param.number({ about: 'Jitter that is too much.', default: 50, min: 0, max: 60_000, unit: 'ms' }),
  driftThresholdMsPerS: param.number({
    about: 'Drift that is too much, in either direction.',
    default: 5,
    min: 0,
    max: 1000,
    unit: 'ms/s',
  }),
  emitIntervalMs: param.number({
    about: 'How often figures are told.',
    default: 1000,
    min: 20,
    max: 3_600_000,
    unit: 'ms',
  }),
  leadThresholdMs: param.number({
    about: 'Change of the lead from one item to the next that is too much.',
    default: 100,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
  }),
};

type TimingParams = ParamValues<typeof params>;

/** Tells how the times of media run beside the host's clock. */
export const timingDrift: AnyNodeDefinition = defineNode({
  type: 'TimingDrift',
  about: 'Compares the times in sound or video with when it comes: jitter, drift and jumps. One node for each stream.',
  params,
  ports: { inputs: { in: ['audio', 'video'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new TimingDriftNode(values, context),
});

class TimingDriftNode implements NodeInstance {
  readonly #context: NodeContext;
  #params: TimingParams;
  #timeline = new Timeline();
  #toldMs: number | undefined;
  #isJittering = false;
  #isDrifting = false;
  /** How often in succession the drift was on the other side of its threshold. */
  #against = 0;

  constructor(params: TimingParams, context: NodeContext) {
    this.#params = params;
    this.#context = context;
  }

  process(item: RuntimeData): void {
    const mediaUs = timeOf(item);
    if (mediaUs === undefined) return;
    const nowMs = this.#context.now();
    const step = this.#timeline.push(mediaUs / 1000, nowMs, this.#params.leadThresholdMs);
    if (step === 'jump') this.#tellJump(nowMs);
    if (step === 'bin') this.#check(nowMs);
    this.#toldMs ??= nowMs;
    if (nowMs - this.#toldMs >= this.#params.emitIntervalMs) this.#report(nowMs);
  }

  update(params: TimingParams): void {
    this.#params = params;
  }

  reset(): void {
    this.#timeline = new Timeline();
    this.#isJittering = false;
    this.#isDrifting = false;
    this.#against = 0;
  }

  #check(nowMs: number): void {
    const { jitterThresholdMs, driftThresholdMsPerS } = this.#params;
    const isJittering = this.#timeline.jitterMs > jitterThresholdMs;
    if (isJittering && !this.#isJittering) this.#tellJitter(nowMs);
    this.#isJittering = isJittering;
    const isDrifting = Math.abs(this.#timeline.slopeMsPerS) > driftThresholdMsPerS;
    this.#against = isDrifting === this.#isDrifting ? 0 : this.#against + 1;
    if (this.#against < (this.#isDrifting ? TO_CLEAR : TO_RAISE)) return;
    this.#against = 0;
    this.#isDrifting = isDrifting;
    if (isDrifting) this.#tellDrift(nowMs);
  }

  #report(nowMs: number): void {
    this.#toldMs = nowMs;
    this.#tell({
      event_type: 'timing.report',
      _schema: 'timing_report_v1',
      lead_ms: rounded(this.#timeline.leadMs, 1000),
      slope_ms_per_s: rounded(this.#timeline.slopeMsPerS, 100),
      jitter_ms: rounded(this.#timeline.jitterMs, 100),
      cadence_cv: rounded(this.#timeline.cadenceVariation, 1000),
      timestamp_us: Math.round(nowMs * 1000),
    });
  }

  #tellJitter(nowMs: number): void {
    this.#tell({
      event_type: 'timing.jitter_spike',
      _schema: 'timing_alert_v1',
      jitter_ms: rounded(this.#timeline.jitterMs, 100),
      threshold_ms: this.#params.jitterThresholdMs,
      timestamp_us: Math.round(nowMs * 1000),
    });
  }

  #tellDrift(nowMs: number): void {
    this.#tell({
      event_type: 'timing.clock_drift',
      _schema: 'timing_alert_v1',
      slope_ms_per_s: rounded(this.#timeline.slopeMsPerS, 100),
      threshold_ms_per_s: this.#params.driftThresholdMsPerS,
      timestamp_us: Math.round(nowMs * 1000),
    });
  }

  #tellJump(nowMs: number): void {
    this.#tell({
      event_type: 'timing.lead_jump',
      _schema: 'timing_alert_v1',
      lead_ms: rounded(this.#timeline.leadMs, 100),
      threshold_ms: this.#params.leadThresholdMs,
      timestamp_us: Math.round(nowMs * 1000),
    });
  }

  #tell(value: TimingEvent): void {
    this.#context.emit({ kind: 'json', value });
  }
}

/** When an item was captured, in µs; `undefined` for what has no such time. */
function timeOf(item: RuntimeData): number | undefined {
  if (item.kind !== 'audio' && item.kind !== 'video') return undefined;
  const timestampUs = item.kind === 'audio' ? item.timestampUs : item.frame.timestamp;
  return Number.isFinite(timestampUs) ? timestampUs : undefined;
}

function rounded(value: number, steps: number): number {
  return Math.round(value * steps) / steps;
}
