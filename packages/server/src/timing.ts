/** What clients are told about times, in milliseconds. */
export interface Timing {
  /** Longest silence of a healthy stream. */
  readonly heartbeatIntervalMs: number;
  /** How long a broken stay can be resumed. */
  readonly resumeGraceMs: number;
}
