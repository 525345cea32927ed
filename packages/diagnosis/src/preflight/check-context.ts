import type { Clock } from '@remotemedia/base';

/** What every check has to go by. */
export interface CheckContext {
  /** Aborts when the check has to end: its time is up, or the caller gave up. */
  readonly signal: AbortSignal;
  /** Where time comes from. */
  readonly clock: Clock;
}
