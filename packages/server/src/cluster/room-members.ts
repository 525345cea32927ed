import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import { byEntry, type Claim } from './entry-order.ts';
import type { LocalMember } from './local-member.ts';
import { type Carry, type MemberState, RemoteMember } from './remote-member.ts';

/** The members of one room, by the names of their stays: those of this instance and those of the others. */
export class RoomMembers {
  /** Those of this instance, on their way in or in. */
  readonly locals: Map<string, LocalMember> = new Map();
  readonly #roomName: string;
  readonly #carry: Carry;
  readonly #remotes = new Map<string, RemoteMember>();
  /** Stays that went to another instance, which did not say so yet. */
  readonly #moving = new Set<string>();

  /** @param carry takes messages to members of other instances */
  constructor(roomName: string, carry: Carry) {
    this.#roomName = roomName;
    this.#carry = carry;
  }

  /** Those of other instances. */
  get remotes(): RemoteMember[] {
    return [...this.#remotes.values()];
  }

  /** The peers of other instances that are in, by their time of entry. */
  get others(): PeerInfo[] {
    const members = this.remotes.filter(({ state }) => state.isIn);
    return members.sort((one, other) => byEntry(one.state, other.state)).map(({ info }) => info);
  }

  /** Number of members. */
  get size(): number {
    return this.locals.size + this.#remotes.size;
  }

  /** All who are in, in the order in which they asked to be let in. */
  get entered(): Claim[] {
    const all: Claim[] = [...this.locals.values(), ...this.remotes.map(({ state }) => state)];
    return all.filter(({ isIn }) => isIn).sort(byEntry);
  }

  /** The member of another instance that has this stay. */
  findRemote(stayId: string): RemoteMember | undefined {
    return this.#remotes.get(stayId);
  }

  /** The members that have, or want, a peer id. */
  ofPeer(peerId: string): { locals: LocalMember[]; remotes: RemoteMember[] } {
    const locals = [...this.locals.values()].filter(({ stay }) => stay.peerId === peerId);
    return { locals, remotes: this.remotes.filter(({ info }) => info.peerId === peerId) };
  }

  /** The members that an instance has. */
  ofHome(home: string): RemoteMember[] {
    return this.remotes.filter((remote) => remote.home === home);
  }

  /** A member of another instance, new to this one. */
  addRemote(home: string, state: MemberState): RemoteMember {
    const remote = new RemoteMember(this.#roomName, home, state, this.#carry);
    this.#remotes.set(remote.stayId, remote);
    return remote;
  }

  /** A member of another instance is none any more. */
  deleteRemote(remote: RemoteMember): void {
    this.#remotes.delete(remote.stayId);
    this.#moving.delete(remote.stayId);
    remote.end();
  }

  /** Notes that a stay went to an instance that has still to say so, or that it did. */
  setMoving(stayId: string, isMoving: boolean): void {
    if (isMoving) this.#moving.add(stayId);
    else this.#moving.delete(stayId);
  }

  /** Whether a stay went to an instance that has still to say so. */
  isMoving(stayId: string): boolean {
    return this.#moving.has(stayId);
  }

  /** Forgets those of other instances. */
  clear(): void {
    for (const remote of this.remotes) this.deleteRemote(remote);
  }
}

/** Whether a member may go on at another instance when its own dies. */
export function outlives({ state }: RemoteMember): boolean {
  return state.isResumable && state.isIn;
}
