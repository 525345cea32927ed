/** Least level that is logged. `debug` and `trace` are as `info`: there is nothing finer. */
export type LogThreshold = 'off' | 'error' | 'warn' | 'info' | 'debug' | 'trace';

/** All thresholds, from nothing to everything. */
export const LOG_THRESHOLDS: readonly LogThreshold[] = ['off', 'error', 'warn', 'info', 'debug', 'trace'];

/** How the server's command logs. */
export interface LogSettings {
  /** Lines of JSON for collectors, or lines for people. */
  readonly format: 'json' | 'pretty';
  /** Least level that is logged. */
  readonly level: LogThreshold;
  /** Texts that are blotted out wherever they come up. */
  readonly secrets: readonly string[];
}
