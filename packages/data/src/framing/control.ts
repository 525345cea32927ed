import type { JsonValue, LaneMessage } from '../lane-message.ts';

/**
 * What RemoteMedia's mesh peers tell each other about the work, as JSON over a lane with framing `envelope`. Sent like
 * any JSON: `lane.send({ action: 'Pause' })`. Members are named as they are on the wire.
 */
export type LaneControl =
  | { readonly action: 'Reconfigure'; readonly manifest: JsonValue }
  | { readonly action: 'Pause' | 'Resume' | 'GetStatus' }
  | {
      readonly action: 'Status';
      readonly state: JsonValue;
      readonly active_nodes: JsonValue;
      /** When, in milliseconds since 1970. */
      readonly timestamp_ms: number;
    }
  | {
      readonly action: 'Ping';
      /** When it was sent, in milliseconds since 1970. */
      readonly timestamp_ms: number;
    }
  | {
      readonly action: 'Pong';
      /** What the ping said. */
      readonly ping_timestamp_ms: number;
      /** When it was answered, in milliseconds since 1970. */
      readonly pong_timestamp_ms: number;
    }
  | { readonly action: 'Custom'; readonly message_type: string; readonly data: JsonValue };

/** Members of each action with the type that is checked; `any` is any JSON. */
const MEMBERS: Readonly<Record<string, Readonly<Record<string, 'any' | 'number' | 'string'>>>> = {
  Reconfigure: { manifest: 'any' },
  Pause: {},
  Resume: {},
  GetStatus: {},
  Status: { state: 'any', active_nodes: 'any', timestamp_ms: 'number' },
  Ping: { timestamp_ms: 'number' },
  Pong: { ping_timestamp_ms: 'number', pong_timestamp_ms: 'number' },
  Custom: { message_type: 'string', data: 'any' },
};

/** The control message that a message is; `undefined` if it is none. */
export function controlIn(message: LaneMessage): LaneControl | undefined {
  if (message.kind !== 'json' || typeof message.data !== 'object' || message.data === null) return undefined;
  const values: Readonly<Record<string, unknown>> = { ...message.data };
  const { action } = values as { action?: unknown };
  const members = typeof action === 'string' && Object.hasOwn(MEMBERS, action) && MEMBERS[action];
  if (!members) return undefined;
  const fits = Object.entries(members).every(
    ([name, type]) => Object.hasOwn(values, name) && (type === 'any' || typeof values[name] === type),
  );
  return fits ? (message.data as LaneControl) : undefined;
}
