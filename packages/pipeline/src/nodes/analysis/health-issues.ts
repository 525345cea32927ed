import type { JsonValue } from '../../data/json-value.ts';
import { eventTypeOf, isSet, memberOf } from './json-members.ts';

/** What can be wrong with a session. */
export type HealthIssue =
  | 'silence'
  | 'dead_air'
  | 'clipping'
  | 'low_volume'
  | 'imbalance'
  | 'dead_channel'
  | 'drift'
  | 'freeze'
  | 'cadence_unstable';

/** What each issue takes off the score; with {@link SEVERE} or more nothing is well any more. Source: upstream. */
export const PENALTIES: Readonly<Record<HealthIssue, number>> = {
  clipping: 0.25,
  freeze: 0.25,
  dead_channel: 0.25,
  dead_air: 0.15,
  drift: 0.15,
  imbalance: 0.15,
  silence: 0.05,
  low_volume: 0.05,
  cadence_unstable: 0.05,
};

/** Penalty of an issue that makes a session unhealthy by itself. */
export const SEVERE = 0.25;

/** Issues that an event names by itself. */
const BY_TYPE: ReadonlyMap<string, HealthIssue> = new Map([
  ['drift', 'drift'],
  ['timing.clock_drift', 'drift'],
  ['timing.lead_jump', 'drift'],
  ['timing.jitter_spike', 'cadence_unstable'],
  ['freeze', 'freeze'],
  ['cadence', 'cadence_unstable'],
]);

/** Alerts of upstream's `HealthEmitterNode`. */
const BY_ALERT: ReadonlyMap<JsonValue, HealthIssue> = new Map([
  ['DRIFT_SLOPE', 'drift'],
  ['LEAD_JUMP', 'drift'],
  ['FREEZE', 'freeze'],
  ['CADENCE_UNSTABLE', 'cadence_unstable'],
]);

/** What an event of another node says is wrong. Dead air is not among it: it takes time. */
export function issuesIn(event: JsonValue): readonly HealthIssue[] {
  const type = eventTypeOf(event) ?? '';
  const named = BY_TYPE.get(type);
  if (named) return [named];
  switch (type) {
    case 'silence_event':
    case 'silence':
      return isSet(event, 'is_sustained_silence') || isSet(event, 'has_intermittent_dropouts') ? ['silence'] : [];
    case 'clipping_event':
    case 'clipping':
      return isSet(event, 'is_clipping') ? ['clipping'] : [];
    case 'audio_level_event':
    case 'audio_level':
      return [...only(isSet(event, 'is_silence'), 'silence'), ...only(isSet(event, 'is_low_volume'), 'low_volume')];
    case 'channel_balance_event':
    case 'channel_balance':
      return isSet(event, 'has_dead_channel') ? ['dead_channel'] : only(isSet(event, 'is_imbalanced'), 'imbalance');
    case 'health':
      return alertsIn(memberOf(event, 'alerts'));
    default:
      return [];
  }
}

function only(isWrong: boolean, issue: HealthIssue): readonly HealthIssue[] {
  return isWrong ? [issue] : [];
}

function alertsIn(alerts: JsonValue | undefined): readonly HealthIssue[] {
  if (!Array.isArray(alerts)) return [];
  const found = new Set<HealthIssue>();
  for (const alert of alerts.slice(0, 64)) {
    const issue = BY_ALERT.get(alert);
    if (issue) found.add(issue);
  }
  return [...found];
}
