import { SdkError } from '@remotemedia/base';
import type { ClusterMember } from '@remotemedia/protocol/cluster';
import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import { peerDisconnected, peerJoined } from '../hub/notices.ts';
import type { Room } from '../hub/room.ts';
import { beats, byEntry } from './entry-order.ts';
import type { LocalMember } from './local-member.ts';
import { decodeMember, encodeMember, type SaidMember } from './member-codec.ts';
import { type Carry, type MemberState, RemoteMember } from './remote-member.ts';

/** What a {@link RoomView} needs. */
export interface RoomViewOptions {
  /** Takes messages to members of other instances. */
  readonly carry: Carry;
  /** Name of this instance. */
  readonly instanceId: string;
  /** Whether an instance is dead. */
  readonly isDead: (instanceId: string) => boolean;
  /** Tells the other instances with members in the room. */
  readonly publish: (roomName: string, members: ClusterMember[]) => void;
  /** Ends a stay of this instance without a word to the room: it goes on elsewhere, or another took its place. */
  readonly release: (local: LocalMember, reason: SdkError) => void;
}

/**
 * One room as this instance knows it: its own members and those of the others. Keeps the hub's `Room` in step, which
 * tells its own members the news.
 */
export class RoomView {
  /** The room's name. */
  readonly name: string;
  /** How many are at work that need the view although nobody of this instance is in the room. */
  holds: number = 0;
  readonly #options: RoomViewOptions;
  readonly #locals = new Map<string, LocalMember>();
  readonly #remotes = new Map<string, RemoteMember>();
  /** Stays that went to another instance, which did not say so yet. */
  readonly #moving = new Set<string>();
  readonly #watchers = new Set<() => void>();
  #room: Room | undefined;

  /** @param name the room's */
  constructor(name: string, options: RoomViewOptions) {
    this.name = name;
    this.#options = options;
  }

  /** Whether nobody needs it. */
  get isIdle(): boolean {
    return this.holds === 0 && this.#locals.size === 0;
  }

  /** What other instances are told: the members of this one, and those that nobody else may speak of at the moment. */
  get said(): ClusterMember[] {
    const own = [...this.#locals.values()].map((local) => encodeMember(local.state));
    const lost = [...this.#remotes.values()].filter(
      (remote) => outlives(remote) && (this.#moving.has(remote.stayId) || this.#options.isDead(remote.home)),
    );
    return [...own, ...lost.map(({ state, home }) => encodeMember(state, false, home))];
  }

  /** The peers of other instances that are in, by their time of entry. */
  get others(): PeerInfo[] {
    const members = [...this.#remotes.values()].filter(({ state }) => state.isIn);
    return members.sort((one, other) => byEntry(one.state, other.state)).map(({ info }) => info);
  }

  /** The member of another instance that has this stay. */
  findRemote(stayId: string): RemoteMember | undefined {
    return this.#remotes.get(stayId);
  }

  /** Calls `watcher` whenever something changed; the returned function calls that off. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** A stay of this instance is in the room, or on its way in. */
  add(local: LocalMember): void {
    this.#locals.set(local.stayId, local);
    const remote = this.#remotes.get(local.stayId);
    if (remote) this.#forget(remote);
    this.#attach(local.stay.room);
  }

  /** A stay of this instance is at another one from now on; nobody here hears of it. */
  moved(local: LocalMember, home: string, epoch: number): void {
    const remote = new RemoteMember(this.name, home, { ...local.state, epoch }, this.#options.carry);
    this.#remotes.set(remote.stayId, remote);
    this.#moving.add(remote.stayId);
    this.#fill(remote.info.peerId);
  }

  /** Tells a stay that came from another instance who came since. @returns ids of those who seem to be gone */
  catchUp({ stay }: LocalMember): string[] {
    const peers = stay.room.peers(stay);
    const known = new Set(stay.known);
    for (const info of peers) if (!known.has(info.peerId)) stay.notify(peerJoined(info));
    const ids = new Set(peers.map(({ peerId }) => peerId));
    return [...known].filter((peerId) => !ids.has(peerId));
  }

  /** Whether somebody else has the place of a stay that this instance could go on with, and the better right to it. */
  isTaken(state: MemberState): boolean {
    const sameId = (peerId: string) => peerId === state.info.peerId;
    const locals = [...this.#locals.values()].filter(({ stay }) => sameId(stay.peerId));
    const remotes = [...this.#remotes.values()].filter(({ info }) => sameId(info.peerId));
    const rivals = [...locals, ...remotes.map((remote) => remote.state)].filter(
      ({ stayId }) => stayId !== state.stayId,
    );
    return rivals.some((rival) => rival.isIn && beats(rival, state));
  }

  /** A stay of this instance is no longer in the room. */
  remove(local: LocalMember): void {
    if (this.#locals.get(local.stayId) !== local) return;
    this.#locals.delete(local.stayId);
    this.#fill(local.stay.peerId);
    this.#changed();
  }

  /** Whether someone has to be waited for who asked before. */
  hasEarlier(local: LocalMember): boolean {
    for (const { state } of this.#remotes.values()) if (!state.isIn && byEntry(state, local) < 0) return true;
    return false;
  }

  /**
   * Lets a newcomer in.
   *
   * @returns whether it takes the place of a peer that the others here know
   * @throws {SdkError} `already-exists`, `resource-exhausted` when there is no place for it
   */
  admit(local: LocalMember): boolean {
    const { peerId, room } = local.stay;
    const others = [...this.#remotes.values()].filter(({ state }) => state.isIn);
    const rivals = others.filter(({ info }) => info.peerId === peerId);
    if (rivals.length > 0 && !local.replaces) throw room.taken(peerId);
    let count = others.length - rivals.length;
    for (const other of this.#locals.values()) if (other.isIn && other.stay.peerId !== peerId) count += 1;
    if (count >= room.maxPeers) throw room.full();
    local.isIn = true;
    for (const rival of rivals) this.#forget(rival);
    if (room.find(peerId) !== local.stay) room.put(local.stay);
    return rivals.length > 0;
  }

  /**
   * Another instance speaks of its members.
   *
   * @param isWhole these are all
   * @returns those that another instance may speak of soon, and that are gone if none does
   */
  apply(home: string, members: readonly ClusterMember[], isWhole: boolean): RemoteMember[] {
    const named = new Set<string>();
    const rumoured: RemoteMember[] = [];
    for (const member of members) {
      const said = decodeMember(member);
      if (!said) continue;
      if (said.home !== undefined) {
        rumoured.push(...this.#hearOf(said.home, said));
        continue;
      }
      named.add(said.stayId);
      this.#hear(home, said);
    }
    const missing = isWhole ? this.#ofHome(home).filter(({ stayId }) => !named.has(stayId)) : [];
    for (const remote of missing) if (!outlives(remote)) this.#drop(remote);
    this.#cutOverrun();
    this.#changed();
    return [...missing.filter(outlives), ...rumoured];
  }

  /** An instance is dead: who cannot be resumed is gone. @returns the others, whom another instance may have soon */
  bury(home: string): RemoteMember[] {
    const members = this.#ofHome(home);
    for (const remote of members) if (!outlives(remote)) this.#drop(remote);
    this.#changed();
    return members.filter(outlives);
  }

  /** Lets a member go of which nothing was heard since it was in that state. */
  dropUnheard(remote: RemoteMember, state: MemberState): void {
    if (remote.isGone || remote.state !== state) return;
    this.#drop(remote);
    this.#changed();
  }

  /** Ends the view. */
  close(): void {
    for (const remote of this.#remotes.values()) remote.end();
    this.#remotes.clear();
    this.#room = undefined;
    this.#changed();
  }

  #attach(room: Room): void {
    if (this.#room === room) return;
    this.#room = room;
    for (const remote of this.#remotes.values()) this.#fill(remote.info.peerId);
  }

  #hear(home: string, said: SaidMember): void {
    const local = this.#locals.get(said.stayId);
    if (local) {
      if (said.isGone) return;
      if (!isNewer(said.epoch, home, local.epoch, this.#options.instanceId)) {
        return this.#options.publish(this.name, [encodeMember(local.state)]);
      }
      this.#options.release(local, movedAway());
    }
    const known = this.#remotes.get(said.stayId);
    if (said.isGone) {
      if (known && known.home === home) this.#drop(known);
    } else if (!known) {
      const remote = new RemoteMember(this.name, home, said, this.#options.carry);
      this.#remotes.set(remote.stayId, remote);
      this.#place(remote, said.isIn && !local);
    } else if (home === known.home || isNewer(said.epoch, home, known.state.epoch, known.home)) {
      this.#refresh(known, home, said);
    }
  }

  /** An instance speaks of a member of another one. Only of those is that news of whom nothing is known. */
  #hearOf(home: string, said: SaidMember): RemoteMember[] {
    const isKnown = this.#locals.has(said.stayId) || this.#remotes.has(said.stayId);
    if (isKnown || said.isGone || home === this.#options.instanceId) return [];
    const remote = new RemoteMember(this.name, home, said, this.#options.carry);
    this.#remotes.set(remote.stayId, remote);
    this.#place(remote, said.isIn);
    return [remote];
  }

  #refresh(known: RemoteMember, home: string, said: SaidMember): void {
    const former = known.state;
    this.#moving.delete(known.stayId);
    // Who is in does not go back to being on its way: it moved, and the news of that overtook an older one.
    known.become(home, former.isIn ? { ...said, isIn: true } : said);
    if (!former.isIn && said.isIn) this.#place(known, true);
    else if (former.info !== said.info && this.#hasPlace(known) && !isSameInfo(former.info, said.info)) {
      this.#room?.tellUpdate(known);
    }
  }

  /** Puts a member where it belongs, if it has the better right to the place. */
  #place(remote: RemoteMember, isNews: boolean): void {
    const room = this.#room;
    if (!room) return;
    const { info, state } = remote;
    const other = room.find(info.peerId);
    if (other === remote || !other) {
      if (!other && !state.isIn) return room.reserve(remote);
      if (!other) room.put(remote);
      if (isNews) room.welcome(remote);
    } else if (state.isIn) this.#contest(remote, room);
  }

  /** Somebody has the place already. */
  #contest(remote: RemoteMember, room: Room): void {
    const { peerId } = remote.info;
    const local = [...this.#locals.values()].find(({ stay }) => room.find(peerId) === stay);
    const rival = [...this.#remotes.values()].find((other) => room.find(peerId) === other);
    const holder = local ?? rival?.state;
    if (!holder || !beats(remote.state, holder)) {
      if (local?.isIn) this.#options.publish(this.name, [encodeMember(local.state)]);
      return;
    }
    if (!holder.isIn || byEntry(remote.state, holder) > 0) this.#supersede(remote, room, local, rival);
    else {
      // Both were in, as after a time apart: for the others here the later one leaves, and the earlier one comes.
      if (local) local.stay.cutOff(room.taken(peerId));
      if (rival) this.#drop(rival);
      if (room.find(peerId) !== remote) room.put(remote);
      room.welcome(remote);
    }
  }

  /** The newer stay of a peer takes the place of its older one. */
  #supersede(remote: RemoteMember, room: Room, local: LocalMember | undefined, rival: RemoteMember | undefined): void {
    const { peerId } = remote.info;
    const wasIn = local?.isIn ?? rival?.state.isIn ?? false;
    if (local && wasIn)
      this.#options.release(local, new SdkError('aborted', 'a newer connection of this peer took its place'));
    if (rival && wasIn) this.#forget(rival);
    room.put(remote);
    if (wasIn) room.succeed(remote, peerDisconnected(peerId));
    else room.welcome(remote);
  }

  /** Gives a place that became free to whoever has a right to it. */
  #fill(peerId: string): void {
    const room = this.#room;
    if (!room || room.find(peerId)) return;
    const waiting = [...this.#remotes.values()].filter(({ info }) => info.peerId === peerId);
    const [first] = waiting.sort((one, other) => (beats(one.state, other.state) ? -1 : 1));
    if (first?.state.isIn) room.put(first);
    else if (first) room.reserve(first);
  }

  #hasPlace(remote: RemoteMember): boolean {
    return this.#room?.find(remote.info.peerId) === remote;
  }

  #ofHome(home: string): RemoteMember[] {
    return [...this.#remotes.values()].filter((remote) => remote.home === home);
  }

  /** A member is gone, and the others here hear it. */
  #drop(remote: RemoteMember): void {
    this.#remotes.delete(remote.stayId);
    this.#moving.delete(remote.stayId);
    remote.end();
    this.#room?.remove(remote);
    this.#fill(remote.info.peerId);
  }

  /** A member is no longer one of another instance, and nobody hears it. */
  #forget(remote: RemoteMember): void {
    this.#remotes.delete(remote.stayId);
    this.#moving.delete(remote.stayId);
    remote.end();
    this.#room?.take(remote);
  }

  /** More are in than there are places for, as after a time apart: the last ones have to go, each by its own instance. */
  #cutOverrun(): void {
    const room = this.#room;
    if (!room || this.#remotes.size + this.#locals.size <= room.maxPeers) return;
    const all = [...this.#locals.values(), ...[...this.#remotes.values()].map(({ state }) => state)];
    const over = all
      .filter(({ isIn }) => isIn)
      .sort(byEntry)
      .slice(room.maxPeers);
    for (const { stayId } of over) this.#locals.get(stayId)?.stay.cutOff(room.full());
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** Who has a stay that two instances say they have. The same on all instances. */
function isNewer(epoch: number, home: string, otherEpoch: number, otherHome: string): boolean {
  return epoch === otherEpoch ? home > otherHome : epoch > otherEpoch;
}

/** What the outlet of a stay is told that another instance has: it can be resumed there. */
function movedAway(): SdkError {
  return new SdkError('unavailable', 'this stay goes on at another instance; come back');
}

/** Whether a member may go on at another instance. */
function outlives({ state }: RemoteMember): boolean {
  return state.isResumable && state.isIn;
}

function isSameInfo(one: PeerInfo, other: PeerInfo): boolean {
  return JSON.stringify(one, plain) === JSON.stringify(other, plain);
}

function plain(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
