import { Emitter, SdkError, systemClock } from '@remotemedia/base';
import type { LaneMessage } from '@remotemedia/data';
import type { ReconnectionEvent } from '@remotemedia/mesh';
import type { Session, SessionOptions } from './session.ts';
import type { SessionLink } from './session-message.ts';
import type { TransportSnapshot } from './session-snapshot.ts';
import type { Sessions } from './sessions.ts';

/** The part of a transport that has to do with sessions; upstream's names. Its code is loaded when it is first used. */
export abstract class SessionHost<Events> extends Emitter<Events> {
  readonly #link: SessionLink;
  #loading: Promise<Sessions> | undefined;
  #sessions: Sessions | undefined;
  #isOver = false;

  /** @param link how sessions reach peers */
  protected constructor(link: SessionLink) {
    super();
    this.#link = link;
  }

  /** Our id in the room. */
  abstract readonly peerId: string;
  /** The room's name. */
  abstract readonly room: string;
  /** The name that others show for us. */
  abstract readonly displayName: string;

  /**
   * Makes a session: a named set of peers that data is exchanged with.
   *
   * @param id 1–64 of `A–Z a–z 0–9 _ . : @ -`
   * @throws {SdkError} `already-exists`, `invalid-argument`, `resource-exhausted` when there are 1000, `unavailable` when
   *   the code cannot be loaded, `failed-precondition` after `close()`
   */
  async createSession(id: string, options?: SessionOptions): Promise<Session> {
    return (await this.#load()).create(id, options);
  }

  /** The session of that name. @throws {SdkError} `not-found` */
  async getSession(id: string): Promise<Session> {
    return (await this.#load()).get(id);
  }

  /** Whether there is a session of that name. */
  hasSession(id: string): boolean {
    return this.#sessions?.has(id) ?? false;
  }

  /** Names of all sessions, in the order in which they were made. */
  listSessions(): readonly string[] {
    return this.#sessions?.list() ?? [];
  }

  /** Closes a session. @throws {SdkError} `not-found` */
  async removeSession(id: string): Promise<void> {
    (await this.#load()).get(id).close();
  }

  /** Takes a peer into a session. @throws {SdkError} `not-found` when there is no such session */
  async addPeerToSession(id: string, peerId: string): Promise<void> {
    (await this.#load()).get(id).addPeer(peerId);
  }

  /**
   * What is needed to go on after a reload of the page: who we are, and all sessions. It is JSON and holds no secret.
   *
   * @example
   * addEventListener('pagehide', () => sessionStorage.setItem('call', JSON.stringify(transport.createSnapshot())));
   */
  createSnapshot(): TransportSnapshot {
    const { room, peerId, displayName } = this;
    return { version: 1, room, peerId, displayName, sessions: this.#sessions?.snapshot() ?? [], timestamp: Date.now() };
  }

  /**
   * Makes the sessions of a snapshot that are not there. Their peers are in them again as soon as they are in the room;
   * to be found in theirs, connect with the snapshot's `peerId`.
   *
   * @param snapshot what `createSnapshot` gave, or its JSON text
   * @throws {SdkError} `invalid-argument` that names what is wrong with it, `resource-exhausted` when there would be more
   *   than 1000 sessions; nothing was restored then
   */
  async restoreFromSnapshot(snapshot: TransportSnapshot | string): Promise<void> {
    (await this.#load()).restore(snapshot);
  }

  /** Gives a message to the sessions it belongs to. @returns whether it belongs to a session alone */
  protected takeForSessions(peerId: string, message: LaneMessage): boolean {
    return this.#sessions?.take(peerId, message) ?? false;
  }

  /** Tells sessions that a connection is back. */
  protected tellSessions(event: ReconnectionEvent): void {
    this.#sessions?.noteReconnection(event);
  }

  /** Closes all sessions. */
  protected closeSessions(): void {
    this.#isOver = true;
    this.#sessions?.close();
  }

  #load(): Promise<Sessions> {
    if (this.#isOver) {
      throw new SdkError('failed-precondition', 'the transport is closed and has no sessions; connect a new one');
    }
    this.#loading ??= this.#import().catch((caught: unknown) => {
      // The next one who asks may have more luck.
      this.#loading = undefined;
      throw SdkError.from(caught, 'unavailable');
    });
    return this.#loading;
  }

  async #import(): Promise<Sessions> {
    const { Sessions } = await import('./sessions.ts');
    if (this.#isOver) throw new SdkError('cancelled', 'the transport was closed');
    this.#sessions = new Sessions(this.#link, systemClock);
    return this.#sessions;
  }
}
