import { SdkError, type Undo } from '@remotemedia/base';
import type { Pseudonyms } from '../redact/pseudonyms.ts';
import { redactCandidate } from '../redact/redact-candidate.ts';
import { redactSdp } from '../redact/redact-sdp.ts';
import { type JsonValue, redactValue } from '../redact/redact-value.ts';
import type { EmitEvent } from './trace-event.ts';

/** What is told of the arguments of each call. */
type Teller = (args: readonly unknown[], names: Pseudonyms) => JsonValue | undefined;

const CALLS: Readonly<Record<string, Teller>> = {
  setLocalDescription: ([description], names) => tellDescription(description, names),
  setRemoteDescription: ([description], names) => tellDescription(description, names),
  addIceCandidate: ([candidate], names) => tellCandidate(candidate, names),
  createOffer: () => undefined,
  createAnswer: () => undefined,
  restartIce: () => undefined,
  close: () => undefined,
  setConfiguration: ([configuration]) => tellConfiguration(configuration),
  addTransceiver: ([trackOrKind]) => kindOf(trackOrKind),
  addTrack: ([track]) => kindOf(track),
  removeTrack: () => undefined,
  createDataChannel: ([label, init], names) => tellChannel(label, init, names),
};

/** Tells of each call on a connection, and of each that fails, by methods of the object's own that lie over the real ones. */
export function tapCalls(connection: RTCPeerConnection, names: Pseudonyms, emit: EmitEvent): Undo {
  const undos = Object.entries(CALLS).map(([name, tell]) => tap(connection, name, (args) => tell(args, names), emit));
  return () => {
    for (const undo of undos) undo();
  };
}

function tap(
  connection: RTCPeerConnection,
  name: string,
  tell: (args: readonly unknown[]) => JsonValue | undefined,
  emit: EmitEvent,
): Undo {
  const real: unknown = Reflect.get(connection, name);
  const before = Object.getOwnPropertyDescriptor(connection, name);
  if (typeof real !== 'function') return () => {};
  const tapped = (...args: unknown[]): unknown => {
    emit(`call.${name}`, tell(args));
    const failed = (error: unknown) => emit(`failed.${name}`, redactValue(SdkError.from(error)));
    try {
      const result: unknown = Reflect.apply(real, connection, args);
      if (result instanceof Promise) result.catch(failed);
      return result;
    } catch (error) {
      failed(error);
      throw error;
    }
  };
  Object.defineProperty(connection, name, { value: tapped, configurable: true, writable: true });
  return () => {
    // Somebody else may lie over us by now; then ours stays below.
    if (Reflect.get(connection, name) !== tapped) return;
    if (before) Object.defineProperty(connection, name, before);
    else Reflect.deleteProperty(connection, name);
  };
}

function tellDescription(description: unknown, names: Pseudonyms): JsonValue | undefined {
  if (!isObject(description)) return undefined;
  const { type, sdp } = description;
  return {
    kind: oneOf(type, ['offer', 'answer', 'pranswer', 'rollback']),
    ...(typeof sdp === 'string' && { lines: redactSdp(sdp, names) }),
  };
}

/** What is told of a candidate that was found or taken. */
export function tellCandidate(candidate: unknown, names: Pseudonyms): JsonValue | undefined {
  if (!isObject(candidate)) return undefined;
  const text = candidate['candidate'];
  if (typeof text !== 'string') return undefined;
  const told = redactCandidate(text, names);
  return told ? { ...told } : { kind: text === '' ? 'end' : 'unknown' };
}

function tellConfiguration(configuration: unknown): JsonValue | undefined {
  if (!isObject(configuration)) return undefined;
  const { iceServers, iceTransportPolicy } = configuration;
  return {
    servers: Array.isArray(iceServers) ? iceServers.length : 0,
    policy: oneOf(iceTransportPolicy, ['all', 'relay']),
  };
}

function tellChannel(label: unknown, init: unknown, names: Pseudonyms): JsonValue {
  return {
    channel: names.of('channel', String(label)),
    ...(isObject(init) && { init: redactValue({ ...init, protocol: undefined }) }),
  };
}

function kindOf(trackOrKind: unknown): JsonValue {
  const kind = isObject(trackOrKind) ? trackOrKind['kind'] : trackOrKind;
  return { kind: oneOf(kind, ['audio', 'video']) };
}

function oneOf(value: unknown, known: readonly string[]): string {
  return known.find((word) => word === value) ?? 'unset';
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
