import type { PreflightReport } from '../preflight/report.ts';
import type { DiagnosticsRecorder } from './diagnostics-recorder.ts';
import { describeEnvironment, type Environment } from './environment.ts';
import type { StatsEntry, TraceEvent } from './trace-event.ts';

/**
 * What can be sent to who is to help: JSON without addresses, tokens, credentials, messages, names of devices and people.
 * The README of this room describes each member.
 */
export interface DiagnosticsExport {
  /** Tells this from other JSON. */
  readonly format: 'remotemedia-diagnostics';
  /** Version of this format; grows when something changes its meaning. */
  readonly version: 1;
  /** When it was made, ISO 8601 in UTC. */
  readonly exportedAt: string;
  /** How long was recorded, in milliseconds; `exportedAt` is the end. */
  readonly recordedMs: number;
  /** Where the page runs. */
  readonly environment: Environment;
  /** What happened, oldest first. */
  readonly events: readonly TraceEvent[];
  /** How numbers changed, oldest first. */
  readonly stats: readonly StatsEntry[];
  /** How much had to go for want of room. */
  readonly dropped: { readonly events: number; readonly stats: number };
  /** What a check before the call found. */
  readonly preflight?: PreflightReport;
}

/** Puts together what a recorder has. The recorder goes on. */
export function exportDiagnostics(
  recorder: DiagnosticsRecorder,
  more: { readonly preflight?: PreflightReport | undefined } = {},
): DiagnosticsExport {
  const { events, stats, dropped, recordedMs } = recorder;
  return {
    format: 'remotemedia-diagnostics',
    version: 1,
    exportedAt: new Date().toISOString(),
    recordedMs,
    environment: describeEnvironment(),
    events,
    stats,
    dropped,
    ...(more.preflight && { preflight: more.preflight }),
  };
}
