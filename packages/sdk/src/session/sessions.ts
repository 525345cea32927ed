import { type Clock, SdkError } from '@remotemedia/base';
import type { LaneMessage } from '@remotemedia/data';
import type { ReconnectionEvent } from '@remotemedia/mesh';
import { isPeerId } from '@remotemedia/protocol';
import { Session, type SessionOptions } from './session.ts';
import type { SessionLink } from './session-message.ts';
import { readSnapshot, type SessionStateSnapshot } from './session-snapshot.ts';

/** Most sessions at one time. */
const MAX_SESSIONS = 1_000;

/** The sessions of one transport, by name. */
export class Sessions {
  readonly #link: SessionLink;
  readonly #clock: Clock;
  readonly #sessions = new Map<string, Session>();

  /**
   * @param link the way to peers
   * @param clock where time comes from
   */
  constructor(link: SessionLink, clock: Clock) {
    this.#link = link;
    this.#clock = clock;
  }

  /** Makes one. Throws like `WebRtcTransport.createSession`. */
  create(id: string, options: SessionOptions = {}): Session {
    if (!isPeerId(id)) {
      const got = JSON.stringify(String(id).slice(0, 80));
      throw new SdkError('invalid-argument', `a session id is 1–64 of A–Z a–z 0–9 _ . : @ -, got ${got}`);
    }
    if (this.#sessions.has(id)) throw new SdkError('already-exists', `there is a session ${id} already`);
    this.#checkRoom(1);
    const session = new Session({ ...options, id, link: this.#link, clock: this.#clock });
    this.#sessions.set(id, session);
    session.on('stateChange', (state) => state === 'closed' && this.#sessions.delete(id));
    return session;
  }

  /** One of them. @throws {SdkError} `not-found` */
  get(id: string): Session {
    const session = this.#sessions.get(id);
    if (!session) throw new SdkError('not-found', `there is no session ${id}; make it with createSession()`);
    return session;
  }

  /** Whether there is one of that name. */
  has(id: string): boolean {
    return this.#sessions.has(id);
  }

  /** All names, in the order in which they were made. */
  list(): readonly string[] {
    return [...this.#sessions.keys()];
  }

  /**
   * Gives a message to whom it belongs: the session it names, or every session of its sender if it names none.
   *
   * @returns whether it belongs to a session alone, so that nobody else is to hear of it
   */
  take(peerId: string, message: LaneMessage): boolean {
    if (message.tag !== undefined) return this.#sessions.get(message.tag)?.take(peerId, message) ?? false;
    for (const session of this.#sessions.values()) session.take(peerId, message);
    return false;
  }

  /** Tells all sessions that a connection is back. */
  noteReconnection(event: ReconnectionEvent): void {
    for (const session of this.#sessions.values()) session.noteReconnection(event);
  }

  /** All of them as JSON. */
  snapshot(): SessionStateSnapshot[] {
    return [...this.#sessions.values()].map((session) => session.createSnapshot());
  }

  /**
   * Makes sessions as they were; those that exist already, or were over, are left alone.
   *
   * @param stored a `TransportSnapshot` or its JSON text
   * @throws {SdkError} as {@link readSnapshot} does, `resource-exhausted`; nothing was made then
   */
  restore(stored: unknown): void {
    const wanted = readSnapshot(stored).sessions.filter(({ sessionId, state }) => {
      return !this.#sessions.has(sessionId) && state !== 'closing' && state !== 'closed';
    });
    this.#checkRoom(new Set(wanted.map(({ sessionId }) => sessionId)).size);
    for (const { sessionId, state, policy, peerIds, routes, metadata } of wanted) {
      if (this.#sessions.has(sessionId)) continue;
      const session = this.create(sessionId, { policy, metadata });
      for (const id of peerIds) session.addPeer(id);
      for (const route of routes) session.setRoute(route);
      if (state === 'paused') session.pause();
    }
  }

  /** Closes all of them. */
  close(): void {
    for (const session of [...this.#sessions.values()]) session.close();
  }

  #checkRoom(more: number): void {
    if (this.#sessions.size + more <= MAX_SESSIONS) return;
    throw new SdkError(
      'resource-exhausted',
      `there are ${this.#sessions.size} of ${MAX_SESSIONS} sessions; remove some`,
    );
  }
}
