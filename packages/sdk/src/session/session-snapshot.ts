import { SdkError } from '@remotemedia/base';
import type { OutputRoute, RoutingPolicy } from './routing.ts';
import type { SessionState } from './session.ts';
import {
  fault,
  idAt,
  listAt,
  MAX_ENTRIES,
  metadataAt,
  numberAt,
  objectAt,
  oneOfAt,
  routeAt,
  textAt,
} from './session-fields.ts';

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
    sessionId: idAt(`${path}.sessionId`, session['sessionId']),
    state: oneOfAt<SessionState>(`${path}.state`, session['state'], STATES),
    policy: oneOfAt<RoutingPolicy>(`${path}.policy`, session['policy'], POLICIES),
    peerIds: peerIds.map((id, index) => idAt(`${path}.peerIds[${index}]`, id)),
    routes: routes.map((route, index) => routeAt(`${path}.routes[${index}]`, route)),
    metadata: metadataAt(`${path}.metadata`, session['metadata']),
    timestamp: numberAt(`${path}.timestamp`, session['timestamp']),
  };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SdkError('invalid-argument', 'the snapshot is not JSON', { cause });
  }
}
