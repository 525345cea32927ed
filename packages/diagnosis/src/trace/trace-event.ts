import type { JsonValue } from '../redact/redact-value.ts';

/** Something that happened. */
export interface TraceEvent {
  /** When, in milliseconds from the beginning of the recording. */
  readonly atMs: number;
  /** What: `call.*` for what was asked of a connection, `failed.*` for such a call that failed, `on.*` for what a connection said, `error`, `peer.state`, `transport.*`, or a name of the application's. */
  readonly kind: string;
  /** Which connection, as `connection-1`. */
  readonly connection?: string;
  /** More about it, redacted. */
  readonly data?: JsonValue;
}

/** What changed in a connection's statistics since the last entry of that connection. */
export interface StatsEntry {
  /** When, in milliseconds from the beginning of the recording. */
  readonly atMs: number;
  /** Which connection. */
  readonly connection: string;
  /** By entry, as `inbound-rtp-1`: the members that changed, with their new values. Source of the names: W3C webrtc-stats. */
  readonly changed: Readonly<Record<string, Readonly<Record<string, JsonValue>>>>;
}

/** Takes an event of one connection. */
export type EmitEvent = (kind: string, data?: JsonValue) => void;
