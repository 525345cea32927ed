import { SdkError } from '@remotemedia/base';
import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';
import type { Member } from './member.ts';
import { peerJoined, peerLeft, peerUpdated } from './notices.ts';
import { PendingOffers } from './pending-offers.ts';

/** Peers that see each other, on this instance and on others. Exists here while one of them is here. */
export class Room {
  /** The room's name. */
  readonly name: string;
  /** Offers that nobody answered yet. */
  readonly pendingOffers: PendingOffers = new PendingOffers();
  /** Most members at a time. */
  readonly maxPeers: number;
  readonly #members = new Map<string, Member>();
  /** Members of this instance that hear no news yet: they are still on their way in. */
  readonly #entering = new Set<Member>();
  #localCount = 0;

  /** @param maxPeers most members at a time */
  constructor(name: string, maxPeers: number) {
    this.name = name;
    this.maxPeers = maxPeers;
  }

  /** Number of members, those of other instances included. */
  get size(): number {
    return this.#members.size;
  }

  /** Number of members of this instance, those on their way in included. */
  get localSize(): number {
    return this.#localCount;
  }

  /** All members, in the order in which they came. */
  get members(): IterableIterator<Member> {
    return this.#members.values();
  }

  /** @throws {SdkError} `already-exists` when the id is taken, `resource-exhausted` when the room is full */
  checkEntry(peerId: string): void {
    if (this.#members.has(peerId)) throw this.taken(peerId);
    if (this.size >= this.maxPeers) throw this.full();
  }

  /** What a newcomer is refused with whose id is taken. */
  taken(peerId: string): SdkError {
    return new SdkError('already-exists', `Peer ${peerId} already announced`);
  }

  /** What a newcomer is refused with for whom there is no place. */
  full(): SdkError {
    const count = `${Math.min(this.size, this.maxPeers)} of ${this.maxPeers} peers are in it`;
    return new SdkError('resource-exhausted', `room ${JSON.stringify(this.name)} is full: ${count}`);
  }

  /** Keeps a place: the member is in the room, but neither hears of the others nor they of it. */
  reserve(member: Member): void {
    this.put(member);
    this.#entering.add(member);
  }

  /** The member is in: it hears the news from now on, and the others of this instance hear of it. */
  welcome(member: Member): void {
    this.#entering.delete(member);
    this.#broadcast(peerJoined(member.info), member);
  }

  /** The member is in, in the place of an earlier stay of the same peer; the others of this instance hear `instead`. */
  succeed(member: Member, instead: SignalingNotification): void {
    this.#entering.delete(member);
    this.#broadcast(instead, member);
  }

  /** Whether the member is still on its way in. */
  isEntering(member: Member): boolean {
    return this.#entering.has(member);
  }

  /** Puts a member in without a word, in the place of whoever has its id. @returns who had it */
  put(member: Member): Member | undefined {
    const { peerId } = member.info;
    const former = this.#members.get(peerId);
    this.#members.set(peerId, member);
    this.#entering.delete(member);
    this.#localCount += Number(member.isLocal) - Number(former?.isLocal ?? false);
    return former;
  }

  /** Takes a member out without a word. @returns whether it was in */
  take(member: Member): boolean {
    const { peerId } = member.info;
    this.#entering.delete(member);
    if (this.#members.get(peerId) !== member) return false;
    this.#members.delete(peerId);
    this.#localCount -= Number(member.isLocal);
    this.pendingOffers.forget(peerId);
    return true;
  }

  /** Lets a member go and tells the others of this instance. Calling it again does nothing. */
  remove(member: Member): void {
    const wasEntering = this.#entering.has(member);
    if (this.take(member) && !wasEntering) this.#broadcast(peerLeft(member.info.peerId));
  }

  /** Tells the others of this instance what is known of a member now. */
  tellUpdate(member: Member): void {
    if (!this.#entering.has(member)) this.#broadcast(peerUpdated(member.info), member);
  }

  /** The member of that id. */
  find(peerId: string): Member | undefined {
    return this.#members.get(peerId);
  }

  /**
   * Everyone who is in but `except`, in the order in which they came. Whoever is on its way in is told of later, when
   * it is in: everybody hears of everybody else once.
   */
  peers(except?: Member): PeerInfo[] {
    const infos: PeerInfo[] = [];
    for (const member of this.#members.values()) {
      if (member !== except && !this.#entering.has(member)) infos.push(member.info);
    }
    return infos;
  }

  #broadcast(notification: SignalingNotification, except?: Member): void {
    // A copy, because telling a member that does not keep up ends its stay.
    for (const member of [...this.#members.values()]) {
      if (member !== except && !this.#entering.has(member)) member.notify(notification);
    }
  }
}
