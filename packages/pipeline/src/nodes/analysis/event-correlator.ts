import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { type AnyNodeDefinition, defineNode, type NodeContext, type NodeInstance } from '../../node/node-definition.ts';
import { type ParamValues, param } from '../../node/param.ts';
import { type IncidentPattern, patternOf, SEVERITIES, type Severity, severityOf } from './alerts.ts';
import { eventTypeOf } from './json-members.ts';

/** Alerts that belong together: the event of `EventCorrelator`. Source: upstream's `incident_v1`. */
export type IncidentEvent = {
  /** What kind of event it is, as upstream names it. */
  readonly event_type: 'incident';
  /** Which event it is, and in which version, as upstream names it. */
  readonly _schema: 'incident_v1';
  /** Unique within the node: `inc_1`, `inc_2`, … */
  readonly incident_id: string;
  /** Of the worst alert. */
  readonly severity: Severity;
  /** The first 100 alerts: what they were and when they came, µs on the clock of the host. */
  readonly events: readonly { readonly type: string; readonly timestamp_us: number }[];
  /** How many there were. */
  readonly event_count: number;
  /** What they look like together. */
  readonly pattern: IncidentPattern;
  /** From the first to the last, in ms. */
  readonly duration_ms: number;
  /** Now, µs on the clock of the host. */
  readonly timestamp_us: number;
};

/** Alerts of an incident that are kept. */
const MOST_EVENTS = 100;

const params = {
  correlationWindowMs: param.number({
    about: 'How soon after another an alert must come to belong to the same incident.',
    default: 5000,
    min: 10,
    max: 3_600_000,
    unit: 'ms',
  }),
  minEventsForIncident: param.integer({ about: 'Alerts that make an incident.', default: 2, min: 1, max: 1000 }),
  emitRawEvents: param.boolean({ about: 'Whether each alert is handed on, too.', default: true }),
};

type CorrelatorParams = ParamValues<typeof params>;

interface Alert {
  readonly event: JsonValue;
  readonly atMs: number;
}

/** Joins alerts to incidents. */
export const eventCorrelator: AnyNodeDefinition = defineNode({
  type: 'EventCorrelator',
  about: 'Joins alerts of other nodes that come soon after one another to one incident. It looks when an event comes.',
  params,
  ports: { inputs: { in: ['json'] }, outputs: { out: ['json'] } },
  isRealtime: true,
  create: (values, context) => new EventCorrelatorNode(values, context),
});

class EventCorrelatorNode implements NodeInstance {
  readonly #context: NodeContext;
  #params: CorrelatorParams;
  #alerts: Alert[] = [];
  #count = 0;
  #lastMs = 0;
  #incidents = 0;
  #worst: Severity = 'low';

  constructor(params: CorrelatorParams, context: NodeContext) {
    this.#params = params;
    this.#context = context;
  }

  process(item: RuntimeData): void {
    if (item.kind !== 'json') return;
    const nowMs = this.#context.now();
    if (this.#count > 0 && nowMs - this.#lastMs >= this.#params.correlationWindowMs) this.#end(nowMs);
    const severity = severityOf(item.value);
    if (severity === undefined) return;
    if (this.#params.emitRawEvents) this.#context.emit(item);
    this.#add(item.value, severity, nowMs);
  }

  update(params: CorrelatorParams): void {
    this.#params = params;
  }

  flush(): void {
    if (this.#count > 0) this.#end(this.#context.now());
  }

  reset(): void {
    this.#alerts = [];
    this.#count = 0;
    this.#worst = 'low';
  }

  #add(event: JsonValue, severity: Severity, atMs: number): void {
    if (this.#alerts.length < MOST_EVENTS) this.#alerts.push({ event, atMs });
    if (SEVERITIES.indexOf(severity) > SEVERITIES.indexOf(this.#worst)) this.#worst = severity;
    this.#count += 1;
    this.#lastMs = atMs;
  }

  #end(nowMs: number): void {
    if (this.#count >= this.#params.minEventsForIncident) this.#tell(nowMs);
    this.reset();
  }

  #tell(nowMs: number): void {
    this.#incidents += 1;
    const value: IncidentEvent = {
      event_type: 'incident',
      _schema: 'incident_v1',
      incident_id: `inc_${this.#incidents}`,
      severity: this.#worst,
      events: this.#alerts.map(({ event, atMs }) => ({
        type: eventTypeOf(event) ?? 'unknown',
        timestamp_us: Math.round(atMs * 1000),
      })),
      event_count: this.#count,
      pattern: patternOf(this.#alerts.map(({ event }) => event)),
      duration_ms: this.#lastMs - (this.#alerts[0]?.atMs ?? this.#lastMs),
      timestamp_us: Math.round(nowMs * 1000),
    };
    this.#context.emit({ kind: 'json', value });
  }
}
