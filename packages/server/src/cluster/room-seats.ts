import { SdkError } from '@remotemedia/base';
import { peerDisconnected } from '../hub/notices.ts';
import type { Room } from '../hub/room.ts';
import { beats, byEntry } from './entry-order.ts';
import type { LocalMember } from './local-member.ts';
import type { RemoteMember } from './remote-member.ts';
import type { RoomMembers } from './room-members.ts';

/** What {@link RoomSeats} leave to others. */
export interface RoomSeatsPort {
  /** Tells the other instances once more what a stay of this one is. */
  readonly publish: (local: LocalMember) => void;
  /** Ends a stay of this instance without a word to the room: it goes on elsewhere, or another took its place. */
  readonly release: (local: LocalMember, reason: SdkError) => void;
}

/** Which member has which peer id: keeps the hub's `Room` in step with what is known of its members. */
export class RoomSeats {
  readonly #members: RoomMembers;
  readonly #port: RoomSeatsPort;
  #room: Room | undefined;

  /** @param members all that want a place */
  constructor(members: RoomMembers, port: RoomSeatsPort) {
    this.#members = members;
    this.#port = port;
  }

  /** The hub's room; `undefined` while nobody of this instance is in it. */
  get room(): Room | undefined {
    return this.#room;
  }

  /** The hub has the room, or has it anew. */
  attach(room: Room): void {
    if (this.#room === room) return;
    this.#room = room;
    for (const { info } of this.#members.remotes) this.fill(info.peerId);
  }

  /** Puts a member where it belongs, if it has the better right to the place. @param isNews whether the others hear it */
  place(remote: RemoteMember, isNews: boolean): void {
    const room = this.#room;
    if (!room) return;
    const { info, state } = remote;
    const other = room.find(info.peerId);
    if (other && other !== remote) {
      if (state.isIn) this.#contest(remote, room);
    } else if (!other && !state.isIn) room.reserve(remote);
    else {
      if (!other) room.put(remote);
      if (isNews) room.welcome(remote);
    }
  }

  /** Tells the others here what is known of a member now. */
  tellUpdate(remote: RemoteMember): void {
    if (this.#room?.find(remote.info.peerId) === remote) this.#room.tellUpdate(remote);
  }

  /** Gives a place that became free to whoever has a right to it. */
  fill(peerId: string): void {
    const room = this.#room;
    if (!room || room.find(peerId)) return;
    const { remotes } = this.#members.ofPeer(peerId);
    const [first] = remotes.sort((one, other) => (beats(one.state, other.state) ? -1 : 1));
    if (first?.state.isIn) room.put(first);
    else if (first) room.reserve(first);
  }

  /** A member is gone, and the others here hear it. */
  drop(remote: RemoteMember): void {
    this.#members.deleteRemote(remote);
    this.#room?.remove(remote);
    this.fill(remote.info.peerId);
  }

  /** A member is no longer one of another instance, and nobody hears it. */
  forget(remote: RemoteMember): void {
    this.#members.deleteRemote(remote);
    this.#room?.take(remote);
  }

  /** More are in than there are places for, as after a time apart: the last ones have to go, each by its own instance. */
  cutOverrun(): void {
    const room = this.#room;
    if (!room || this.#members.size <= room.maxPeers) return;
    const over = this.#members.entered.slice(room.maxPeers);
    for (const { stayId } of over) this.#members.locals.get(stayId)?.stay.cutOff(room.full());
  }

  /** Somebody has the place already. */
  #contest(remote: RemoteMember, room: Room): void {
    const { locals, remotes } = this.#members.ofPeer(remote.info.peerId);
    const holder = room.find(remote.info.peerId);
    const local = locals.find(({ stay }) => stay === holder);
    const rival = remotes.find((other) => other === holder);
    const claim = local ?? rival?.state;
    if (!claim || !beats(remote.state, claim)) {
      if (local?.isIn) this.#port.publish(local);
    } else if (!claim.isIn || byEntry(remote.state, claim) > 0) this.#supersede(remote, room, local, rival);
    else this.#evict(remote, room, local, rival);
  }

  /** The newer stay of a peer takes the place of its older one, or of one that is still on its way in. */
  #supersede(remote: RemoteMember, room: Room, local: LocalMember | undefined, rival: RemoteMember | undefined): void {
    const { peerId } = remote.info;
    const wasIn = local?.isIn ?? rival?.state.isIn ?? false;
    if (local && wasIn) this.#port.release(local, takenPlace());
    if (rival && wasIn) this.forget(rival);
    room.put(remote);
    if (wasIn) room.succeed(remote, peerDisconnected(peerId));
    else room.welcome(remote);
  }

  /** Both were in, as after a time apart: for the others here the later one leaves, and the earlier one comes. */
  #evict(remote: RemoteMember, room: Room, local: LocalMember | undefined, rival: RemoteMember | undefined): void {
    local?.stay.cutOff(room.taken(remote.info.peerId));
    if (rival) this.drop(rival);
    if (room.find(remote.info.peerId) !== remote) room.put(remote);
    room.welcome(remote);
  }
}

function takenPlace(): SdkError {
  return new SdkError('aborted', 'a newer connection of this peer took its place');
}
