import { SdkError } from '@remotemedia/base';
import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { peerJoined, peerLeft } from './notices.ts';
import { PendingOffers } from './pending-offers.ts';

/** Someone in a room. */
export interface Member {
  /** What the others know of it. */
  readonly info: PeerInfo;
  /** Tells it something. */
  notify(notification: SignalingNotification): void;
}

/** Peers that see each other. */
export class Room<M extends Member> {
  /** The room's name. */
  readonly name: string;
  /** Offers that nobody answered yet. */
  readonly pendingOffers: PendingOffers = new PendingOffers();
  readonly #maxPeers: number;
  readonly #members = new Map<string, M>();

  /** @param maxPeers most members at a time */
  constructor(name: string, maxPeers: number) {
    this.name = name;
    this.#maxPeers = maxPeers;
  }

  /** Number of members. */
  get size(): number {
    return this.#members.size;
  }

  /** @throws {SdkError} `already-exists` when the id is taken, `resource-exhausted` when the room is full */
  checkEntry(peerId: string): void {
    if (this.#members.has(peerId)) throw new SdkError('already-exists', `Peer ${peerId} already announced`);
    if (this.size < this.#maxPeers) return;
    const count = `${this.size} of ${this.#maxPeers} peers are in it`;
    throw new SdkError('resource-exhausted', `room ${JSON.stringify(this.name)} is full: ${count}`);
  }

  /** Takes a member in and tells the others. Call {@link Room.checkEntry} before. */
  add(member: M): void {
    this.#members.set(member.info.peerId, member);
    this.#broadcast(peerJoined(member.info), member);
  }

  /** Lets a member go and tells the others. Calling it again does nothing. */
  remove(member: M): void {
    const { peerId } = member.info;
    if (this.#members.get(peerId) !== member) return;
    this.#members.delete(peerId);
    this.pendingOffers.forget(peerId);
    this.#broadcast(peerLeft(peerId));
  }

  /** The member of that id. */
  find(peerId: string): M | undefined {
    return this.#members.get(peerId);
  }

  /** Everyone in the room but `except`, in the order in which they came. */
  peers(except?: M): PeerInfo[] {
    const infos: PeerInfo[] = [];
    for (const member of this.#members.values()) if (member !== except) infos.push(member.info);
    return infos;
  }

  /** Lets everyone go without a word to the others. @returns who was there */
  dissolve(): M[] {
    const members = [...this.#members.values()];
    this.#members.clear();
    return members;
  }

  #broadcast(notification: SignalingNotification, except?: M): void {
    // A copy, because telling a member that does not keep up ends its stay.
    for (const member of [...this.#members.values()]) if (member !== except) member.notify(notification);
  }
}
