import type { JsonValue } from '../../data/json-value.ts';
import { eventTypeOf, isSet, textOf } from './json-members.ts';

/** How bad an alert or an incident is; each is worse than the one before. */
export const SEVERITIES = ['low', 'medium', 'high', 'critical'] as const;

/** One of {@link SEVERITIES}. */
export type Severity = (typeof SEVERITIES)[number];

/** What several alerts together look like. Source: upstream's `EventPattern`. */
export type IncidentPattern =
  | 'silence_then_reconnect'
  | 'clipping_with_imbalance'
  | 'freeze_with_drift'
  | 'audio_quality_degradation'
  | 'unknown';

/** Events that are alerts by their type, with their severity. */
const BY_TYPE: ReadonlyMap<string, Severity> = new Map([
  ['freeze', 'critical'],
  ['timing.clock_drift', 'high'],
  ['timing.lead_jump', 'high'],
  ['timing.jitter_spike', 'medium'],
  ['drift', 'medium'],
  ['cadence', 'medium'],
  ['av_skew', 'medium'],
]);

/** How bad an event is; `undefined` when it is no alert. */
export function severityOf(event: JsonValue): Severity | undefined {
  const named = BY_TYPE.get(eventTypeOf(event) ?? '');
  if (named) return named;
  const state = textOf(event, 'state');
  if (isSet(event, 'is_clipping') || isSet(event, 'has_dead_channel') || state === 'unhealthy') return 'high';
  if (isSet(event, 'is_sustained_silence')) return 'medium';
  return isSet(event, 'is_imbalanced') || state === 'dead_air' ? 'low' : undefined;
}

/** What a row of alerts looks like. */
export function patternOf(events: readonly JsonValue[]): IncidentPattern {
  const has = (test: (event: JsonValue) => boolean): boolean => events.some(test);
  const isType = (part: string) => (event: JsonValue) => (eventTypeOf(event) ?? '').includes(part);
  const isSilence = (event: JsonValue) => isSet(event, 'is_sustained_silence') || isType('silence')(event);
  if (has(isSilence) && has((event) => (eventTypeOf(event) ?? '').startsWith('timing.')))
    return 'silence_then_reconnect';
  const isOneSided = (event: JsonValue) => isSet(event, 'is_imbalanced') || isSet(event, 'has_dead_channel');
  if (has((event) => isSet(event, 'is_clipping')) && has(isOneSided)) return 'clipping_with_imbalance';
  if (has((event) => eventTypeOf(event) === 'freeze') && has(isType('drift'))) return 'freeze_with_drift';
  const bad = events.filter((event) =>
    ['is_clipping', 'is_low_volume', 'is_imbalanced'].some((name) => isSet(event, name)),
  );
  return bad.length >= 2 ? 'audio_quality_degradation' : 'unknown';
}
