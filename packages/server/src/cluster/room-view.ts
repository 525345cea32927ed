import { equals } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import type { ClusterMember } from '@remotemedia/protocol/cluster';
import { type PeerInfo, PeerInfoSchema } from '@remotemedia/protocol/webrtc';
import { peerJoined } from '../hub/notices.ts';
import { beats, byEntry } from './entry-order.ts';
import type { LocalMember } from './local-member.ts';
import { decodeMember, encodeMember, type SaidMember } from './member-codec.ts';
import type { Carry, MemberState, RemoteMember } from './remote-member.ts';
import { outlives, RoomMembers } from './room-members.ts';
import { RoomSeats } from './room-seats.ts';

/** What a {@link RoomView} needs. */
export interface RoomViewOptions {
  /** Name of this instance. */
  readonly instanceId: string;
  /** Whether an instance is dead. */
  readonly isDead: (instanceId: string) => boolean;
  /** Whether a stay that looks connected may not be. */
  readonly wasAsleep: () => boolean;
  /** Takes messages to members of other instances. */
  readonly carry: Carry;
  /** Tells the other instances with members in the room. */
  readonly publish: (roomName: string, members: ClusterMember[]) => void;
  /** Ends a stay of this instance without a word to the room: it goes on elsewhere, or another took its place. */
  readonly release: (local: LocalMember, reason: SdkError) => void;
  /** Leaves a stay of this instance to another one that has it, too. `place` puts it into the room as one of that one. */
  readonly yieldTo: (local: LocalMember, reason: SdkError, place: () => RemoteMember) => void;
}

/** One room as this instance knows it: its own members, and those of the others after what their homes say. */
export class RoomView {
  /** The room's name. */
  readonly name: string;
  /** How many are at work that need the view although nobody of this instance is in the room. */
  holds: number = 0;
  readonly #options: RoomViewOptions;
  readonly #members: RoomMembers;
  readonly #seats: RoomSeats;
  readonly #watchers = new Set<() => void>();

  /** @param name the room's */
  constructor(name: string, options: RoomViewOptions) {
    this.name = name;
    this.#options = options;
    this.#members = new RoomMembers(name, options.carry);
    const publish = (local: LocalMember) => this.#publish(local);
    this.#seats = new RoomSeats(this.#members, { publish, release: options.release });
  }

  /** Whether nobody needs it. */
  get isIdle(): boolean {
    return this.holds === 0 && this.#members.locals.size === 0;
  }

  /** What other instances are told: the members of this one, and those that nobody else may speak of at the moment. */
  get said(): ClusterMember[] {
    const own = [...this.#members.locals.values()].map((local) => encodeMember(local.state));
    const lost = this.#members.remotes.filter(
      (remote) => outlives(remote) && (this.#members.isMoving(remote.stayId) || this.#options.isDead(remote.home)),
    );
    return [...own, ...lost.map(({ state, home }) => encodeMember(state, false, home))];
  }

  /** The peers of other instances that are in, by their time of entry. */
  get others(): PeerInfo[] {
    return this.#members.others;
  }

  /** The member of another instance that has this stay. */
  findRemote(stayId: string): RemoteMember | undefined {
    return this.#members.findRemote(stayId);
  }

  /** Calls `watcher` whenever something changed; the returned function calls that off. */
  watch(watcher: () => void): () => void {
    this.#watchers.add(watcher);
    return () => this.#watchers.delete(watcher);
  }

  /** A stay of this instance is in the room, or on its way in. */
  add(local: LocalMember): void {
    this.#members.locals.set(local.stayId, local);
    const remote = this.#members.findRemote(local.stayId);
    if (remote) this.#seats.forget(remote);
    this.#seats.attach(local.stay.room);
  }

  /** A stay of this instance is no longer in the room. */
  remove(local: LocalMember): void {
    if (this.#members.locals.get(local.stayId) !== local) return;
    this.#members.locals.delete(local.stayId);
    this.#seats.fill(local.stay.peerId);
    this.#changed();
  }

  /** A stay of this instance is at another one from now on; nobody here hears of it. */
  moved(local: LocalMember, home: string, epoch: number): void {
    this.#members.addRemote(home, { ...local.state, epoch });
    this.#members.setMoving(local.stayId, true);
    this.#seats.fill(local.stay.peerId);
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
    const { locals, remotes } = this.#members.ofPeer(state.info.peerId);
    const rivals = [...locals, ...remotes.map((remote) => remote.state)];
    return rivals.some((rival) => rival.stayId !== state.stayId && rival.isIn && beats(rival, state));
  }

  /** Whether someone has to be waited for who asked before. */
  hasEarlier(local: LocalMember): boolean {
    return this.#members.remotes.some(({ state }) => !state.isIn && byEntry(state, local) < 0);
  }

  /**
   * Lets a newcomer in.
   *
   * @returns whether it takes the place of a peer that the others here know
   * @throws {SdkError} `already-exists`, `resource-exhausted` when there is no place for it
   */
  admit(local: LocalMember): boolean {
    const { peerId, room } = local.stay;
    const rivals = this.#members.ofPeer(peerId).remotes.filter(({ state }) => state.isIn);
    if (rivals.length > 0 && !local.replaces) throw room.taken(peerId);
    const sameId = new Set([...rivals, ...this.#members.ofPeer(peerId).locals].map(({ stayId }) => stayId));
    const others = this.#members.entered.filter(({ stayId }) => !sameId.has(stayId));
    if (others.length >= room.maxPeers) throw room.full();
    local.isIn = true;
    for (const rival of rivals) this.#seats.forget(rival);
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
    const said = members.map(decodeMember).filter((member) => member !== undefined);
    const own = said.filter((member) => member.home === undefined);
    for (const member of own) this.#hear(home, member);
    const rumoured = said.flatMap((member) => (member.home === undefined ? [] : this.#hearOf(member.home, member)));
    const named = new Set(own.map(({ stayId }) => stayId));
    const missing = isWhole ? this.#members.ofHome(home).filter(({ stayId }) => !named.has(stayId)) : [];
    for (const remote of missing) if (!outlives(remote)) this.#seats.drop(remote);
    this.#seats.cutOverrun();
    this.#changed();
    return [...missing.filter(outlives), ...rumoured];
  }

  /** An instance is dead: who cannot be resumed is gone. @returns the others, whom another instance may have soon */
  bury(home: string): RemoteMember[] {
    const members = this.#members.ofHome(home);
    for (const remote of members) if (!outlives(remote)) this.#seats.drop(remote);
    this.#changed();
    return members.filter(outlives);
  }

  /** Lets a member go of which nothing was heard since it was in that state. */
  dropUnheard(remote: RemoteMember, state: MemberState): void {
    if (remote.isGone || remote.state !== state) return;
    this.#seats.drop(remote);
    this.#changed();
  }

  /** Ends the view. */
  close(): void {
    this.#members.clear();
    this.#changed();
  }

  #hear(home: string, said: SaidMember): void {
    const local = this.#members.locals.get(said.stayId);
    const known = this.#members.findRemote(said.stayId);
    if (local) {
      if (!said.isGone) this.#dispute(local, home, said);
    } else if (said.isGone) {
      if (known?.home === home) this.#seats.drop(known);
    } else if (!known) this.#seats.place(this.#members.addRemote(home, said), said.isIn);
    else if (home === known.home || isNewerThan(said.epoch, home, known.state.epoch, known.home)) {
      this.#refresh(known, home, said);
    }
  }

  /** Another instance has a stay of this one, too: it was thought dead while it was apart, or this one was. */
  #dispute(local: LocalMember, home: string, said: SaidMember): void {
    const isNewer = isNewerThan(said.epoch, home, local.epoch, this.#options.instanceId);
    if (this.#keeps(local, said, isNewer)) {
      // So that the other one gives way.
      if (isNewer) local.epoch = said.epoch + 1;
      this.#publish(local);
      return;
    }
    this.#options.yieldTo(local, movedAway(), () => {
      const remote = this.#members.addRemote(home, said);
      this.#seats.place(remote, false);
      return remote;
    });
  }

  #keeps(local: LocalMember, said: SaidMember, isNewer: boolean): boolean {
    // Whoever stood still was thought dead, and its peers went elsewhere, whatever their connections look like here.
    if (this.#options.wasAsleep()) return false;
    // Its peer goes by the numbers of the instance that it is connected to.
    return !isNewer || (local.state.isAttached && !said.isAttached);
  }

  /** An instance speaks of a member of another one. Only of those is that news of whom nothing is known. */
  #hearOf(home: string, said: SaidMember): RemoteMember[] {
    const isKnown = this.#members.locals.has(said.stayId) || this.#members.findRemote(said.stayId);
    if (isKnown || said.isGone || home === this.#options.instanceId) return [];
    const remote = this.#members.addRemote(home, said);
    this.#seats.place(remote, said.isIn);
    return [remote];
  }

  #refresh(known: RemoteMember, home: string, said: SaidMember): void {
    const former = known.state;
    this.#members.setMoving(known.stayId, false);
    // Who is in does not go back to being on its way: it moved, and the news of that overtook an older one.
    known.become(home, former.isIn ? { ...said, isIn: true } : said);
    if (!former.isIn && said.isIn) this.#seats.place(known, true);
    else if (!equals(PeerInfoSchema, former.info, said.info)) this.#seats.tellUpdate(known);
  }

  #publish(local: LocalMember): void {
    this.#options.publish(this.name, [encodeMember(local.state)]);
  }

  #changed(): void {
    for (const watcher of [...this.#watchers]) watcher();
  }
}

/** Who has a stay that two instances say they have. The same on all instances. */
function isNewerThan(epoch: number, home: string, otherEpoch: number, otherHome: string): boolean {
  return epoch === otherEpoch ? home > otherHome : epoch > otherEpoch;
}

/** What the outlet of a stay is told that another instance has: it can be resumed there. */
function movedAway(): SdkError {
  return new SdkError('unavailable', 'this stay goes on at another instance; come back');
}
