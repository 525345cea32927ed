import { randomBytes } from 'node:crypto';
import { create } from '@bufbuild/protobuf';
import { type Clock, SdkError } from '@remotemedia/base';
import { DEFAULT_ROOM } from '@remotemedia/protocol';
import { type AnnounceRequest, type PeerInfo, PeerInfoSchema, PeerState } from '@remotemedia/protocol/webrtc';
import type { LogSink } from '../log.ts';
import { checkAnnounce, checkRoomName } from './checks.ts';
import { closing } from './closing.ts';
import { Room } from './room.ts';
import { type Outlet, Stay } from './stay.ts';
import { StaysPerAddress } from './stays-per-address.ts';

/** Bytes of randomness in a session token. */
const TOKEN_BYTES = 24;

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
}

/** How a peer enters. */
export interface EntryOptions {
  /** Whether the stay gets a token and outlives a broken stream. */
  readonly resumable: boolean;
  /** Where the peer comes from; its stay counts there until it is over. */
  readonly address: string;
  /** Number of the stay's first notification. @default 1 */
  readonly firstSeq?: number;
}

/** What there is in a hub. */
export interface HubStats {
  /** Peers in all rooms, those out of touch included. */
  readonly peers: number;
  /** Rooms with someone in them. */
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
  readonly #options: HubOptions;
  readonly #rooms = new Map<string, Room<Stay>>();
  readonly #stays = new Map<string, Stay>();
  readonly #staysPerAddress: StaysPerAddress;
  #peerCount = 0;
  #isClosed = false;

  /** @param options see {@link HubOptions} */
  constructor(options: HubOptions) {
    this.#options = options;
    this.#staysPerAddress = new StaysPerAddress(options.maxStaysPerAddress);
  }

  /** Peers in all rooms. */
  get peerCount(): number {
    return this.#peerCount;
  }

  /**
   * Brings a peer into its room and tells the others. The caller then gives the stay an outlet.
   *
   * @throws {SdkError} `invalid-argument`, `already-exists`, `resource-exhausted`; `unavailable` after `close`
   */
  enter(announce: AnnounceRequest, { resumable, address, firstSeq = 1 }: EntryOptions): Stay {
    if (this.#isClosed) throw closing();
    const name = checkAnnounce(announce);
    const room = this.#rooms.get(name) ?? this.#newRoom(name);
    room.checkEntry(announce.peerId);
    this.#staysPerAddress.check(address);
    const uncount = this.#staysPerAddress.add(address);
    const token = resumable ? randomBytes(TOKEN_BYTES).toString('base64url') : undefined;
    const { clock, resumeGraceMs: graceMs } = this.#options;
    const onOver = (stay: Stay, reason: SdkError | undefined) => {
      uncount();
      this.#remove(stay, reason);
    };
    const stay = new Stay(infoOf(announce), room, { clock, graceMs, token, firstSeq, onOver });
    this.#rooms.set(name, room);
    if (token !== undefined) this.#stays.set(token, stay);
    this.#peerCount += 1;
    room.add(stay);
    return stay;
  }

  /** The stay that a token names. @throws {SdkError} `unauthenticated` when there is none (any more) */
  stayOf(token: string): Stay {
    const stay = this.#stays.get(token);
    if (stay) return stay;
    throw new SdkError('unauthenticated', 'the session token is not known (any more); announce again');
  }

  /**
   * Takes up an interrupted stay: `outlet` gets what came after number `lastSeq`. The newest outlet wins.
   *
   * @throws {SdkError} `unauthenticated`, `out-of-range`; `data-loss` when too much was missed, which ends the stay
   */
  resume(token: string, lastSeq: number, outlet: Outlet): Stay {
    const stay = this.stayOf(token);
    try {
      stay.resume(outlet, lastSeq);
    } catch (caught) {
      const error = SdkError.from(caught, 'internal');
      if (error.code === 'data-loss') stay.cutOff(error);
      throw error;
    }
    return stay;
  }

  /** Everyone in a room. @throws {SdkError} `not-found` for a room that does not exist, `invalid-argument` */
  peersOf(roomName: string = DEFAULT_ROOM): PeerInfo[] {
    checkRoomName(roomName);
    const room = this.#rooms.get(roomName);
    if (room) return room.peers();
    if (roomName === DEFAULT_ROOM) return [];
    throw new SdkError('not-found', `there is no room ${JSON.stringify(roomName)}`);
  }

  /** What there is at this moment. */
  stats(): HubStats {
    let pendingOffers = 0;
    for (const room of this.#rooms.values()) pendingOffers += room.pendingOffers.count;
    return {
      peers: this.#peerCount,
      rooms: this.#rooms.size,
      waitingPeers: [...this.#stays.values()].filter((stay) => stay.isWaiting).length,
      sessionTokens: this.#stays.size,
      pendingOffers,
    };
  }

  /** Ends all stays and lets nobody in any more. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
    for (const room of [...this.#rooms.values()]) {
      for (const stay of room.dissolve()) stay.cutOff(closing());
    }
  }

  #newRoom(name: string): Room<Stay> {
    const { maxRooms, maxPeersPerRoom } = this.#options;
    if (this.#rooms.size < maxRooms) return new Room(name, maxPeersPerRoom);
    throw new SdkError('resource-exhausted', `the server is full: ${maxRooms} of ${maxRooms} rooms are in use`);
  }

  #remove(stay: Stay, reason: SdkError | undefined): void {
    const { room, token } = stay;
    this.#peerCount -= 1;
    if (token !== undefined) this.#stays.delete(token);
    room.remove(stay);
    if (room.size === 0) this.#rooms.delete(room.name);
    if (reason && !this.#isClosed) {
      this.#options.log({ level: 'warn', message: `peer ${stay.peerId} of room ${room.name}: ${reason.detail}` });
    }
  }
}

function infoOf({ peerId, capabilities, metadata }: AnnounceRequest): PeerInfo {
  return create(PeerInfoSchema, {
    peerId,
    capabilities: capabilities ?? {},
    metadata,
    state: PeerState.AVAILABLE,
    connectedAt: BigInt(Math.floor(Date.now() / 1_000)),
  });
}
