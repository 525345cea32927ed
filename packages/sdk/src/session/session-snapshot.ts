import { SdkError } from '@remotemedia/base';
import type { OutputRoute, RoutingPolicy } from './routing.ts';
import type { SessionState } from './session.ts';

/** What a session was like, as JSON. Upstream's `SessionStateSnapshot`, and what it leaves out. */
export interface SessionStateSnapshot {
  /** Its name. */
  readonly sessionId: string;
  /** Where it was in its life. */
  readonly state: SessionState;
  /** Whom it sent to. */
  readonly policy: RoutingPolicy;
  /** Ids of its peers. */
  readonly peerIds: readonly string[];
  /** Where its outputs went. */
  readonly routes: readonly OutputRoute[];
  /** What the application kept with it. */
  readonly metadata: Readonly<Record<string, string>>;
  /** When it was taken, in milliseconds since 1970. */
  readonly timestamp: number;
}

/** What a transport was like, as JSON: for `sessionStorage`, so that a page can go on after a reload. */
export interface TransportSnapshot {
  /** Form of this object; 1. */
  readonly version: 1;
  /** Room it was in. */
  readonly room: string;
  /** Its id in the room; connect with it again to be known to the others. */
  readonly peerId: string;
  /** The name that others saw. */
  readonly displayName: string;
  /** Its sessions. */
  readonly sessions: readonly SessionStateSnapshot[];
  /** When it was taken, in milliseconds since 1970. */
  readonly timestamp: number;
}

/** Most sessions of one snapshot. */
const MAX_SESSIONS = 1_000;
/** Most peers or routes of one session. */
const MAX_ENTRIES = 100;
/** Longest name, value of metadata, and id. */
const MAX_TEXT = 1_024;
const STATES: readonly string[] = ['initializing', 'active', 'paused', 'closing', 'closed'];
const POLICIES: readonly string[] = ['unicast', 'broadcast', 'selective'];

/**
 * Reads a snapshot that was stored: an object, or its JSON text.
 *
 * @throws {SdkError} `invalid-argument` that names the member, what was expected and what came
 */
export function readSnapshot(stored: unknown): TransportSnapshot {
  const snapshot = objectAt('snapshot', typeof stored === 'string' ? parseJson(stored) : stored);
  if (snapshot['version'] !== 1) throw fault('version', '1', snapshot['version']);
  return {
    version: 1,
    room: textAt('room', snapshot['room']),
    peerId: textAt('peerId', snapshot['peerId']),
    displayName: textAt('displayName', snapshot['displayName']),
    sessions: listAt('sessions', snapshot['sessions'], MAX_SESSIONS).map((entry, index) =>
      readSession(`sessions[${index}]`, entry),
    ),
    timestamp: numberAt('timestamp', snapshot['timestamp']),
  };
}

function readSession(path: string, value: unknown): SessionStateSnapshot {
  const session = objectAt(path, value);
  const peerIds = listAt(`${path}.peerIds`, session['peerIds'], MAX_ENTRIES);
  const routes = listAt(`${path}.routes`, session['routes'], MAX_ENTRIES);
  return {
    sessionId: textAt(`${path}.sessionId`, session['sessionId']),
    state: oneOfAt<SessionState>(`${path}.state`, session['state'], STATES),
    policy: oneOfAt<RoutingPolicy>(`${path}.policy`, session['policy'], POLICIES),
    peerIds: peerIds.map((id, index) => textAt(`${path}.peerIds[${index}]`, id)),
    routes: routes.map((route, index) => readRoute(`${path}.routes[${index}]`, route)),
    metadata: metadataAt(`${path}.metadata`, session['metadata']),
    timestamp: numberAt(`${path}.timestamp`, session['timestamp']),
  };
}

function readRoute(path: string, value: unknown): OutputRoute {
  const route = objectAt(path, value);
  const { qualityTier, priority, active } = route as Record<string, unknown>;
  const targets = listAt(`${path}.targetPeers`, route['targetPeers'], MAX_ENTRIES);
  return {
    outputId: textAt(`${path}.outputId`, route['outputId']),
    targetPeers: targets.map((id, index) => textAt(`${path}.targetPeers[${index}]`, id)),
    ...(qualityTier !== undefined && { qualityTier: textAt(`${path}.qualityTier`, qualityTier) }),
    ...(priority !== undefined && { priority: numberAt(`${path}.priority`, priority) }),
    ...(active !== undefined && { active: active === true }),
  };
}

function metadataAt(path: string, value: unknown): Readonly<Record<string, string>> {
  const entries = Object.entries(objectAt(path, value));
  if (entries.length > MAX_ENTRIES) throw fault(path, `at most ${MAX_ENTRIES} entries`, entries.length);
  // Not by assignment: a key like __proto__ must be an entry like any other.
  return Object.fromEntries(entries.map(([key, entry]) => [key, textAt(`${path}.${key.slice(0, 64)}`, entry)]));
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SdkError('invalid-argument', 'the snapshot is not JSON', { cause });
  }
}

function objectAt(path: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === 'object' && value !== null && !Array.isArray(value)) return value as Record<string, unknown>;
  throw fault(path, 'an object', value);
}

function listAt(path: string, value: unknown, most: number): readonly unknown[] {
  if (Array.isArray(value) && value.length <= most) return value;
  throw fault(path, `a list of at most ${most}`, value);
}

function textAt(path: string, value: unknown): string {
  if (typeof value === 'string' && value.length <= MAX_TEXT) return value;
  throw fault(path, `a text of at most ${MAX_TEXT} characters`, value);
}

function numberAt(path: string, value: unknown): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw fault(path, 'a number', value);
}

function oneOfAt<T extends string>(path: string, value: unknown, values: readonly string[]): T {
  if (typeof value === 'string' && values.includes(value)) return value as T;
  throw fault(path, `one of ${values.join(', ')}`, value);
}

function fault(path: string, expected: string, got: unknown): SdkError {
  const shown = (JSON.stringify(got) ?? String(got)).slice(0, 80);
  return new SdkError('invalid-argument', `${path} must be ${expected}, got ${shown}`);
}
