import { create } from '@bufbuild/protobuf';
import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import { DEFAULT_ROOM, ROOM_METADATA_KEY } from '@remotemedia/protocol';
import {
  type AnnounceRequest,
  type PeerInfo,
  PeerInfoSchema,
  PeerState,
  type UpdateRequest,
} from '@remotemedia/protocol/webrtc';
import { acceptedPeers } from '../access/accepted-peers.ts';
import { ANYONE, type Caller, type Grant } from '../access/grant.ts';
import type { LogSink } from '../log.ts';
import { checkMetadata, checkRoomName } from './checks.ts';
import { closing, draining } from './closing.ts';
import { type Elsewhere, NOWHERE } from './elsewhere.ts';
import { Entrance, type Entry, type EntryOptions } from './entrance.ts';
import type { SignalingHandlers } from './handlers.ts';
import { peerUpdated, sizeBytesOf } from './notices.ts';
import { type HubObserver, NOBODY_WATCHES } from './observer.ts';
import { NO_RATES, type RateGuard } from './rate-guard.ts';
import { Relay } from './relay.ts';
import { checkRenewal } from './rights.ts';
import type { Outlet, Stay } from './stay.ts';
import { parseToken, unknownToken } from './stay-token.ts';
import { Stays } from './stays.ts';

/** What a peer can say of itself. */
const SETTABLE: ReadonlySet<PeerState> = new Set([
  PeerState.UNSPECIFIED,
  PeerState.AVAILABLE,
  PeerState.BUSY,
  PeerState.AWAY,
]);

/** Settings of a {@link Hub}. */
export interface HubOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Most peers in one room. */
  readonly maxPeersPerRoom: number;
  /** Most rooms at a time. */
  readonly maxRooms: number;
  /** Most stays of one remote address at a time. */
  readonly maxStaysPerAddress: number;
  /** How long an interrupted stay can be resumed, in milliseconds. */
  readonly resumeGraceMs: number;
  /** Takes lines of the log. */
  readonly log: LogSink;
  /** The other instances. @default none */
  readonly elsewhere?: Elsewhere | undefined;
  /** How much is too much. @default nothing */
  readonly rates?: RateGuard | undefined;
  /** Says whether a peer id may be used at all. @throws {SdkError} `permission-denied` @default any may */
  readonly checkPeer?: ((peerId: string) => void) | undefined;
  /** Whether a peer takes the place of one that has its id, although neither proved to be the same. @default false */
  readonly replacesDuplicates?: boolean | undefined;
  /** What the application does when peers come, go and speak. */
  readonly handlers?: SignalingHandlers | undefined;
  /** Hears what happens. */
  readonly observer?: HubObserver | undefined;
  /** Looks after a stay from its making on. @returns ends that when the stay is over @default nobody does */
  readonly escort?: ((stay: Stay) => Undo) | undefined;
}

/** What there is in a hub. */
export interface HubStats {
  /** Peers of this instance in all rooms, those out of touch included. */
  readonly peers: number;
  /** Rooms with someone of this instance in them. */
  readonly rooms: number;
  /** Peers out of touch that may still come back. */
  readonly waitingPeers: number;
  /** Stays that can be resumed. */
  readonly sessionTokens: number;
  /** Offers that nobody answered yet. */
  readonly pendingOffers: number;
}

/** All rooms of one server. Knows nothing of sockets and protocols: front ends bring peers in and give their stays outlets. */
export class Hub {
  /** Passes on what peers say to each other. */
  readonly relay: Relay;
  /** All stays of this instance. */
  readonly stays: Stays;
  readonly #entrance: Entrance;
  readonly #clock: Clock;
  readonly #elsewhere: Elsewhere;
  readonly #observer: HubObserver;
  #refusal: (() => SdkError) | undefined;

  /** @param options see {@link HubOptions} */
  constructor(options: HubOptions) {
    const { clock, elsewhere = NOWHERE, observer = NOBODY_WATCHES, rates = NO_RATES, handlers = {} } = options;
    const { checkPeer = () => {}, replacesDuplicates = false, escort } = options;
    this.#clock = clock;
    this.#elsewhere = elsewhere;
    this.#observer = observer;
    this.relay = new Relay({ handlers, observer });
    this.stays = new Stays({ ...options, elsewhere, rates, handlers, observer, escort });
    const { relay, stays } = this;
    this.#entrance = new Entrance({ stays, relay, elsewhere, rates, handlers, checkPeer, replacesDuplicates });
  }

  /** Peers of this instance in all rooms. */
  get peerCount(): number {
    return this.stays.count;
  }

  /** Whether nobody is let in any more. */
  get isDraining(): boolean {
    return this.#refusal !== undefined;
  }

  /**
   * Brings a peer into its room and tells the others. The caller then gives the stay an outlet.
   *
   * @throws {SdkError} `invalid-argument`, `permission-denied`, `already-exists`, `resource-exhausted`; `unavailable`
   *   after `drain` or `close`; what a handler refused it with
   */
  async enter(announce: AnnounceRequest, options: EntryOptions): Promise<Entry> {
    const startedMs = this.#clock.now();
    try {
      if (this.#refusal) throw this.#refusal();
      const entry = await this.#entrance.enter(announce, options);
      this.#observer.joined(this.#clock.now() - startedMs);
      return entry;
    } catch (caught) {
      this.#observer.refused(SdkError.from(caught, 'internal').code);
      throw caught;
    }
  }

  /** The stay of this instance that a token names, if there is one. */
  findStay(token: string): Stay | undefined {
    const parsed = parseToken(token);
    return parsed && this.stays.find(parsed);
  }

  /**
   * Takes up an interrupted stay: `outlet` gets what came after number `lastSeq`. The newest outlet wins. A stay of
   * another instance moves to this one.
   *
   * @throws {SdkError} `unauthenticated`, `out-of-range`, `permission-denied`, `unavailable`; `data-loss` when too much
   *   was missed, which ends the stay
   */
  async resume(token: string, lastSeq: number, outlet: Outlet, { grant }: Caller): Promise<Stay> {
    try {
      if (this.#refusal) throw this.#refusal();
      const stay = this.findStay(token) ?? (await this.#fetch(token, lastSeq));
      // Whoever shows no token of its own goes on under what the stay was granted.
      if (grant !== ANYONE) this.renew(stay, grant);
      stay.resume(outlet, lastSeq);
      this.#observer.resumed(undefined);
      return stay;
    } catch (caught) {
      const error = SdkError.from(caught, 'internal');
      this.#observer.resumed(error.code);
      if (error.code === 'data-loss') this.findStay(token)?.cutOff(error);
      throw error;
    }
  }

  /**
   * Carries a call of a client to the instance that has its stay.
   *
   * @returns the answer; `undefined` when no instance has it
   * @throws {SdkError} what the other instance refused it with; `unavailable`
   */
  async callElsewhere(token: string, request: Uint8Array): Promise<Uint8Array | undefined> {
    const parsed = parseToken(token);
    return parsed && this.#elsewhere.call(parsed.stayId, parsed.secret, request);
  }

  /**
   * Changes what the others know of a peer.
   *
   * @throws {SdkError} `failed-precondition`, `invalid-argument`; `resource-exhausted` when it says too much
   */
  update(stay: Stay | undefined, { state, metadata }: UpdateRequest): void {
    if (!stay || stay.isOver) throw new SdkError('failed-precondition', 'Not announced: call announce first');
    if (!SETTABLE.has(state)) {
      throw new SdkError('invalid-argument', `a peer may be available, busy or away; got state ${state}`);
    }
    const { info, room } = stay;
    const merged = Object.entries({ ...info.metadata, ...metadata }).filter(([, value]) => value !== '');
    const entries = Object.fromEntries(merged);
    if ((entries[ROOM_METADATA_KEY] ?? DEFAULT_ROOM) !== room.name) {
      throw new SdkError('invalid-argument', 'the room cannot be changed: leave, then announce again');
    }
    checkMetadata(entries);
    acceptedPeers(stay.grant, entries);
    const described = create(PeerInfoSchema, { ...info, metadata: entries, state: state || info.state });
    stay.countMessage(sizeBytesOf(peerUpdated(described)));
    stay.describe(described);
    room.tellUpdate(stay);
    this.#elsewhere.updated(stay);
  }

  /** Lets a peer go on under a newer token. @throws {SdkError} `permission-denied` when that is not for the same peer */
  renew(stay: Stay, grant: Grant): void {
    checkRenewal(stay.grant, grant, stay.room.name, stay.peerId);
    stay.renew(grant);
  }

  /** Everyone in a room. @throws {SdkError} `not-found` for a room that does not exist, `invalid-argument` */
  async peersOf(roomName: string = DEFAULT_ROOM): Promise<PeerInfo[]> {
    checkRoomName(roomName);
    const room = this.stays.findRoom(roomName);
    if (room) return room.peers();
    const peers = await this.#elsewhere.peersOf(roomName);
    if (peers && peers.length > 0) return [...peers];
    if (roomName === DEFAULT_ROOM) return [];
    throw new SdkError('not-found', `there is no room ${JSON.stringify(roomName)}`);
  }

  /** What there is at this moment. */
  stats(): HubStats {
    let pendingOffers = 0;
    for (const room of this.stays.rooms) pendingOffers += room.pendingOffers.count;
    const resumable = [...this.stays.resumable];
    return {
      peers: this.stays.count,
      rooms: this.stays.roomCount,
      waitingPeers: resumable.filter((stay) => stay.isWaiting).length,
      sessionTokens: resumable.length,
      pendingOffers,
    };
  }

  /**
   * Lets nobody in any more and asks the peers to come back through another instance, where their stays move to.
   * Calling it again does nothing.
   *
   * @param deadlineMs when the server will be gone at the latest, in milliseconds from now
   */
  drain(deadlineMs: number): void {
    if (this.#refusal) return;
    this.#refusal = draining;
    for (const stay of this.stays.list()) {
      stay.tell({ type: 'move', deadlineMs });
      stay.detach(draining());
    }
  }

  /** Ends all stays that no other instance goes on with, and lets nobody in any more. Calling it again does nothing. */
  close(): void {
    this.#refusal = closing;
    for (const stay of this.stays.list()) {
      if (!this.#elsewhere.bequeath(stay)) this.#elsewhere.left(stay);
      this.stays.release(stay, closing());
    }
  }

  async #fetch(token: string, lastSeq: number): Promise<Stay> {
    const parsed = parseToken(token);
    if (!parsed) throw unknownToken();
    const snapshot = await this.#elsewhere.fetch(parsed.stayId, parsed.secret, lastSeq);
    // A second request of the same client may have fetched it meanwhile, or its instance died and this one has the copy.
    const known = this.stays.find(parsed);
    if (known) return known;
    if (!snapshot) throw unknownToken();
    return this.stays.adopt(snapshot);
  }
}
