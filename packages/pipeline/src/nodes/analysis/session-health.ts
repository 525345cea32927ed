import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext, type NodeInstance } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { type HealthIssue, issuesIn, PENALTIES, SEVERE } from './health-issues.ts';
import { eventTypeOf, numberOf, textOf } from './json-members.ts';

/** How a session is: the event of `SessionHealth`. Source: upstream's `session_health_v1`. */
export type SessionHealthEvent = {
  /** What kind of event it is, as upstream names it. */
  readonly event_type: 'session.health';
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'session_health_v1';
  /** By score and issues: a severe issue is `unhealthy`, any other at least `degraded`. */
  readonly state: 'ok' | 'degraded' | 'unhealthy';
  /** 0–1, two decimals: what is left when each issue took its part. */
  readonly score: number;
  /** What is wrong. */
  readonly contributors: readonly HealthIssue[];
  /** How much of it. */
  readonly active_issues: number;
  /** Now, µs on the clock of the host. */
  readonly timestamp_us: number;
};

const params = {
  emitIntervalMs: param.number({ about: 'How often it is told.', default: 1000, min: 20, max: 3_600_000, unit: 'ms' }),
  degradedThreshold: param.number({ about: 'Score below which it is degraded.', default: 0.8, min: 0, max: 1 }),
  unhealthyThreshold: param.number({ about: 'Score below which it is unhealthy.', default: 0.5, min: 0, max: 1 }),
  deadAirIssueMs: param.number({
    about: 'How long dead air lasts before it is an issue.',
    default: 3000,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
  }),
  issueRetentionMs: param.number({
    about: 'How long an issue counts after it was last seen.',
    default: 5000,
    min: 0,
    max: 3_600_000,
    unit: 'ms',
  }),
};

type HealthParams = ParamValues<typeof params>;

/** Tells how a session is. */
export const sessionHealth: AnyNodeDefinition = defineNode({
  type: 'SessionHealth',
  about:
    'Sums up what other nodes find wrong with sound and timing in one state and a score. It looks when an event comes.',
  params,
  ports: { inputs: { in: ['json'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new SessionHealthNode(values, context),
});

class SessionHealthNode implements NodeInstance {
  readonly #context: NodeContext;
  readonly #seenMs = new Map<HealthIssue, number>();
  #params: HealthParams;
  #baseScore = 1;
  /** Since when there is dead air. */
  #deadSinceMs: number | undefined;
  #toldMs: number | undefined;

  constructor(params: HealthParams, context: NodeContext) {
    this.#params = params;
    this.#context = context;
  }

  process(item: RuntimeData): void {
    if (item.kind !== 'json') return;
    const nowMs = this.#context.now();
    this.#read(item.value, nowMs);
    this.#forget(nowMs);
    this.#toldMs ??= nowMs;
    if (nowMs - this.#toldMs >= this.#params.emitIntervalMs) this.#tell(nowMs);
  }

  update(params: HealthParams): void {
    this.#params = params;
  }

  flush(): void {
    if (this.#toldMs !== undefined) this.#tell(this.#context.now());
  }

  reset(): void {
    this.#seenMs.clear();
    this.#baseScore = 1;
    this.#deadSinceMs = undefined;
  }

  #read(event: JsonValue, nowMs: number): void {
    for (const issue of issuesIn(event)) this.#seenMs.set(issue, nowMs);
    const type = eventTypeOf(event);
    if (type === 'health') this.#baseScore = Math.min(1, Math.max(0, numberOf(event, 'score') ?? this.#baseScore));
    if (type === 'speech.presence') this.#listen(event, nowMs);
    // Presence is told when it changes: dead air goes on until it is told to be over.
    const isLong = this.#deadSinceMs !== undefined && nowMs - this.#deadSinceMs >= this.#params.deadAirIssueMs;
    if (isLong) this.#seenMs.set('dead_air', nowMs);
  }

  #listen(event: JsonValue, nowMs: number): void {
    if (textOf(event, 'state') !== 'dead_air') this.#deadSinceMs = undefined;
    else this.#deadSinceMs ??= nowMs - Math.max(0, numberOf(event, 'duration_ms') ?? 0);
  }

  #forget(nowMs: number): void {
    for (const [issue, seenMs] of this.#seenMs) {
      if (nowMs - seenMs >= this.#params.issueRetentionMs) this.#seenMs.delete(issue);
    }
  }

  #tell(nowMs: number): void {
    this.#toldMs = nowMs;
    const contributors = [...this.#seenMs.keys()];
    const penalty = contributors.reduce((sum, issue) => sum + PENALTIES[issue], 0);
    const score = Math.max(0, this.#baseScore - penalty);
    const value: SessionHealthEvent = {
      event_type: 'session.health',
      _schema: 'session_health_v1',
      state: this.#state(score, contributors),
      score: Math.round(score * 100) / 100,
      contributors,
      active_issues: contributors.length,
      timestamp_us: Math.round(nowMs * 1000),
    };
    this.#context.emit({ kind: 'json', value });
  }

  #state(score: number, issues: readonly HealthIssue[]): SessionHealthEvent['state'] {
    const { unhealthyThreshold, degradedThreshold } = this.#params;
    if (score < unhealthyThreshold || issues.some((issue) => PENALTIES[issue] >= SEVERE)) return 'unhealthy';
    return score < degradedThreshold || issues.length > 0 ? 'degraded' : 'ok';
  }
}
