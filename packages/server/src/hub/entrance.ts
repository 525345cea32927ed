import { create } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { type AnnounceRequest, type PeerInfo, PeerInfoSchema, PeerState } from '@remotemedia/protocol/webrtc';
import { acceptedPeers } from '../access/accepted-peers.ts';
import type { Caller } from '../access/grant.ts';
import { checkAnnounce } from './checks.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { SignalingHandlers } from './handlers.ts';
import { peerDisconnected } from './notices.ts';
import type { RateGuard } from './rate-guard.ts';
import { checkFirstOffer, type Relay } from './relay.ts';
import { checkMayEnter, provesPeer } from './rights.ts';
import type { Room } from './room.ts';
import { Stay } from './stay.ts';
import type { Stays } from './stays.ts';
import { runHandler } from './veto.ts';

/** Settings of an {@link Entrance}. */
export interface EntranceOptions {
  /** Where the stays are. */
  readonly stays: Stays;
  /** Passes the first offer on. */
  readonly relay: Relay;
  /** The other instances. */
  readonly elsewhere: Elsewhere;
  /** How much is too much. */
  readonly rates: RateGuard;
  /** May refuse a peer. */
  readonly handlers: SignalingHandlers;
  /** Says whether a peer id may be used at all. @throws {SdkError} `permission-denied` */
  readonly checkPeer: (peerId: string) => void;
  /** Whether a peer takes the place of one that has its id, although neither proved to be the same. */
  readonly replacesDuplicates: boolean;
}

/** How a peer enters. */
export interface EntryOptions {
  /** Whether the stay gets a token and outlives a broken stream. */
  readonly resumable: boolean;
  /** Who the peer is; its stay counts at its address until it is over. */
  readonly caller: Caller;
  /** Number of the stay's first notification. @default 1 */
  readonly firstSeq?: number | undefined;
  /** SDP of an offer for whoever has been in the room longest; empty for none. */
  readonly firstOfferSdp?: string | undefined;
}

/** What a newcomer finds. */
export interface Entry {
  /** Its stay; the caller gives it an outlet. */
  readonly stay: Stay;
  /** Who is there already, in the order in which they came. */
  readonly peers: PeerInfo[];
  /** Who got the first offer. */
  readonly offeredPeerId: string | undefined;
}

/** The way in: everything that is asked of a newcomer, and everyone who is told of it. */
export class Entrance {
  readonly #options: EntranceOptions;

  /** @param options see {@link EntranceOptions} */
  constructor(options: EntranceOptions) {
    this.#options = options;
  }

  /**
   * Brings a peer into its room and tells the others.
   *
   * @throws {SdkError} `invalid-argument`, `permission-denied`, `already-exists`, `resource-exhausted`; what a handler
   *   refused it with
   */
  async enter(announce: AnnounceRequest, options: EntryOptions): Promise<Entry> {
    const { caller, firstOfferSdp = '' } = options;
    const { stays, rates, handlers, checkPeer, relay } = this.#options;
    const roomName = checkAnnounce(announce);
    checkFirstOffer(firstOfferSdp);
    checkPeer(announce.peerId);
    checkMayEnter(caller.grant, roomName, announce.peerId);
    acceptedPeers(caller.grant, announce.metadata);
    rates.takeJoin({ address: caller.address, room: roomName });
    const info = infoOf(announce);
    const { onJoin } = handlers;
    if (onJoin) await runHandler(() => onJoin({ room: roomName, peer: info }));
    const { stay, peers } = await this.#takePlace(info, stays.openRoom(roomName), options);
    return { stay, peers, offeredPeerId: await relay.firstOffer(stay, firstOfferSdp) };
  }

  async #takePlace(info: PeerInfo, room: Room, { resumable, caller, firstSeq = 1 }: EntryOptions) {
    const { stays, elsewhere, replacesDuplicates } = this.#options;
    const replaces = replacesDuplicates || provesPeer(caller.grant, info.peerId);
    const former = room.find(info.peerId);
    const wasEntering = former !== undefined && room.isEntering(former);
    let isKnown = former !== undefined && !wasEntering;
    if (!former || !replaces) room.checkEntry(info.peerId);
    const stay = stays.reserve(info, room, { resumable, caller, firstSeq });
    try {
      const replaced = elsewhere.enter(stay, replaces);
      if (replaced instanceof Promise ? await replaced : replaced) isKnown = true;
      if (stay.isOver) throw new SdkError('aborted', 'a newer connection of this peer came in between');
      stay.keepIn(elsewhere.journal(stay));
    } catch (caught) {
      const holder = room.find(info.peerId);
      // Before the newcomer goes: a room that nobody of this instance is in is forgotten.
      if (former instanceof Stay && !former.isOver && (!holder || holder === stay)) {
        if (wasEntering) room.reserve(former);
        else room.put(former);
      }
      stay.cutOff(SdkError.from(caught, 'internal'));
      throw caught;
    }
    this.#welcome(stay, former instanceof Stay ? former : undefined, isKnown);
    // In the same turn: of whoever enters later it hears by news.
    return { stay, peers: stay.room.peers(stay) };
  }

  #welcome(stay: Stay, former: Stay | undefined, isKnown: boolean): void {
    const { stays, elsewhere } = this.#options;
    if (former) stays.release(former, new SdkError('aborted', 'a newer connection of this peer took its place'));
    if (isKnown) stay.room.succeed(stay, peerDisconnected(stay.peerId));
    else stay.room.welcome(stay);
    elsewhere.entered(stay);
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
