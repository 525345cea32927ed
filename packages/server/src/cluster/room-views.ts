import { create, toBinary } from '@bufbuild/protobuf';
import type { Clock, SdkError, Undo } from '@remotemedia/base';
import {
  type ClusterMember,
  type ClusterReply,
  type ClusterRoom,
  ClusterRoomNewsSchema,
  ClusterRoomSchema,
} from '@remotemedia/protocol/cluster';
import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import type { Bus } from '../bus/bus.ts';
import { peerLeft } from '../hub/notices.ts';
import { byEntry } from './entry-order.ts';
import { decode } from './frames.ts';
import type { Instances } from './instances.ts';
import type { LocalMember } from './local-member.ts';
import { decodeMember, encodeMember } from './member-codec.ts';
import type { Carry, RemoteMember } from './remote-member.ts';
import { RoomView } from './room-view.ts';
import { inFrames } from './rooms-frames.ts';
import { roomSubject } from './subjects.ts';
import { ASK_TIMEOUT_MS, CLAIM_MS, ORPHAN_MS } from './timing.ts';

/** Settings of {@link RoomViews}. */
export interface RoomViewsOptions {
  /** Name of this instance. */
  readonly instanceId: string;
  /** Carries the news. */
  readonly bus: Bus;
  /** The other instances. */
  readonly instances: Instances;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes messages to members of other instances. */
  readonly carry: Carry;
  /** Ends a stay of this instance without a word to the room. */
  readonly release: (local: LocalMember, reason: SdkError) => void;
  /** Leaves a stay of this instance to another one that has it, too. `place` puts it into the room as one of that one. */
  readonly yieldTo: (local: LocalMember, reason: SdkError, place: () => RemoteMember) => void;
}

/** The rooms that someone of this instance is in, kept in step with the other instances. */
export class RoomViews {
  readonly #options: RoomViewsOptions;
  readonly #views = new Map<string, { view: RoomView; unfollow: Undo }>();
  readonly #timers = new Set<Undo>();

  /** @param options see {@link RoomViewsOptions} */
  constructor(options: RoomViewsOptions) {
    this.#options = options;
    options.instances.on('appear', (instanceId) => this.#compareNotes(instanceId));
    options.instances.on('dead', (instanceId) => this.#bury(instanceId));
  }

  /** The view of a room that someone of this instance is in. */
  find(roomName: string): RoomView | undefined {
    return this.#views.get(roomName)?.view;
  }

  /** A stay is in its room from now on, or on its way in. */
  add(local: LocalMember): RoomView {
    const view = this.#open(local.stay.room.name);
    view.add(local);
    return view;
  }

  /** A stay is in its room that another instance had. Its peer hears what happened meanwhile. */
  adopt(local: LocalMember): void {
    const view = this.add(local);
    this.publish(local);
    queueMicrotask(() => {
      const missing = local.stay.isOver ? [] : view.catchUp(local);
      if (missing.length > 0) this.#later(ORPHAN_MS, () => tellGone(local, missing));
    });
  }

  /** A stay goes to another instance. @param release lets go of it */
  move(local: LocalMember, home: string, epoch: number, release: () => void): void {
    const view = this.#open(local.stay.room.name);
    view.holds += 1;
    release();
    view.moved(local, home, epoch);
    this.#later(CLAIM_MS, () => this.#letGo(view));
  }

  /** A stay is no longer in its room, and nobody needs to be told. */
  remove(local: LocalMember): void {
    const view = this.find(local.stay.room.name);
    view?.remove(local);
    if (view) this.#closeIfIdle(view);
  }

  /** Tells the other instances what a stay of this one is now, or that it is gone. */
  publish(local: LocalMember, isGone: boolean = false): void {
    this.#publish(local.stay.room.name, [encodeMember(local.state, isGone)]);
  }

  /**
   * Asks all others for a place for a newcomer, which was added.
   *
   * @returns whether it takes the place of a peer that the others here know
   * @throws {SdkError} `already-exists`, `resource-exhausted`
   */
  async claim(local: LocalMember): Promise<boolean> {
    const view = this.#open(local.stay.room.name);
    return this.#holding(view, async () => {
      await this.#options.instances.ready();
      await this.#askAll(view);
      await this.#settleEarlier(view, local);
      return view.admit(local);
    });
  }

  /**
   * Does something once a room is known, even if nobody of this instance is in it.
   *
   * @param lingerMs how long the room stays known afterwards, in milliseconds
   */
  async prepare(roomName: string, then: (view: RoomView) => void, lingerMs: number = 0): Promise<void> {
    const view = this.#open(roomName);
    view.holds += 1;
    try {
      await this.#askAll(view);
      then(view);
    } finally {
      if (lingerMs > 0) this.#later(lingerMs, () => this.#letGo(view));
      else this.#letGo(view);
    }
  }

  /** Does something, which begins at once, while a room stays known. */
  during<T>(roomName: string, work: () => Promise<T>): Promise<T> {
    return this.#holding(this.#open(roomName), work);
  }

  /** Another instance speaks of rooms. @returns what this one has to say of them */
  hear(instanceId: string, rooms: readonly ClusterRoom[]): ClusterRoom[] {
    return rooms.flatMap((room) => {
      const view = this.find(room.name);
      if (!view) return [create(ClusterRoomSchema, { name: room.name, isWhole: true, members: [] })];
      // Before it is heard, so that both sides compare the same.
      const { said } = view;
      this.#apply(view, instanceId, room);
      return [create(ClusterRoomSchema, { name: room.name, isWhole: true, members: said })];
    });
  }

  /** Everyone in a room that nobody of this instance is in. */
  async peersOf(roomName: string): Promise<PeerInfo[]> {
    const { instances } = this.#options;
    const rooms = [create(ClusterRoomSchema, { name: roomName })];
    const replies = await Promise.allSettled(
      instances.live.map((instanceId) => instances.ask(instanceId, { case: 'rooms', value: { rooms } })),
    );
    const said = replies.flatMap((reply) => (reply.status === 'fulfilled' ? roomsOf(reply.value) : []));
    const members = said.flatMap(({ name, members }) => (name === roomName ? members : [])).map(decodeMember);
    const isIn = members.filter((member) => member !== undefined).filter((member) => member.isIn);
    return isIn.sort(byEntry).map(({ info }) => info);
  }

  /** Stops everything. */
  close(): void {
    for (const stop of this.#timers) stop();
    this.#timers.clear();
    for (const { view, unfollow } of this.#views.values()) {
      unfollow();
      view.close();
    }
    this.#views.clear();
  }

  #open(roomName: string): RoomView {
    const known = this.find(roomName);
    if (known) return known;
    const { bus, carry, release, yieldTo, instanceId, instances } = this.#options;
    const publish = (name: string, members: ClusterMember[]) => this.#publish(name, members);
    const wasAsleep = () => instances.wasAsleep;
    const isDead = (home: string) => instances.isDead(home);
    const view = new RoomView(roomName, { carry, release, yieldTo, publish, instanceId, isDead, wasAsleep });
    const unfollow = bus.subscribe(roomSubject(roomName), (bytes) => this.#hearNews(bytes));
    this.#views.set(roomName, { view, unfollow });
    return view;
  }

  #closeIfIdle(view: RoomView): void {
    const known = this.#views.get(view.name);
    if (!known || known.view !== view || !view.isIdle) return;
    this.#views.delete(view.name);
    known.unfollow();
    view.close();
  }

  async #holding<T>(view: RoomView, work: () => Promise<T>): Promise<T> {
    view.holds += 1;
    try {
      return await work();
    } finally {
      this.#letGo(view);
    }
  }

  #hearNews(bytes: Uint8Array): void {
    const { instanceId, room } = decode(ClusterRoomNewsSchema, bytes) ?? {};
    if (!room || instanceId === undefined || instanceId === this.#options.instanceId) return;
    const view = this.find(room.name);
    if (view) this.#apply(view, instanceId, room);
  }

  #apply(view: RoomView, instanceId: string, { members, isWhole }: ClusterRoom): void {
    view.holds += 1;
    this.#await(view, view.apply(instanceId, members, isWhole));
    this.#letGo(view);
  }

  #letGo(view: RoomView): void {
    view.holds -= 1;
    this.#closeIfIdle(view);
  }

  #publish(name: string, members: ClusterMember[]): void {
    const { bus, instanceId } = this.#options;
    const frame = create(ClusterRoomNewsSchema, { instanceId, room: { name, members } });
    bus.publish(roomSubject(name), toBinary(ClusterRoomNewsSchema, frame));
  }

  async #askAll(view: RoomView): Promise<void> {
    const { instances } = this.#options;
    const rooms = [create(ClusterRoomSchema, { name: view.name, isWhole: true, members: view.said })];
    await Promise.all(instances.live.map((instanceId) => this.#ask(instanceId, rooms)));
  }

  /** Tells an instance who is here, and hears who is there. One that does not answer is told, and heard, later. */
  async #ask(instanceId: string, rooms: ClusterRoom[]): Promise<void> {
    const take = (reply: ClusterReply['reply']) => {
      for (const room of roomsOf(reply)) {
        const view = this.find(room.name);
        if (view) this.#apply(view, instanceId, room);
      }
    };
    await this.#options.instances.ask(instanceId, { case: 'rooms', value: { rooms } }, take).catch(() => {});
  }

  /** Waits for those who asked before and are still on their way; they come first. */
  async #settleEarlier(view: RoomView, local: LocalMember): Promise<void> {
    if (!view.hasEarlier(local)) return;
    await new Promise<void>((resolve) => {
      const finish = () => {
        stop();
        unwatch();
        resolve();
      };
      const stop = this.#options.clock.after(ASK_TIMEOUT_MS, finish);
      const unwatch = view.watch(() => {
        if (!view.hasEarlier(local)) finish();
      });
    });
  }

  #compareNotes(instanceId: string): void {
    const all = [...this.#views.values()].map(({ view }) =>
      create(ClusterRoomSchema, { name: view.name, isWhole: true, members: view.said }),
    );
    for (const rooms of inFrames(all)) void this.#ask(instanceId, rooms);
  }

  #bury(instanceId: string): void {
    for (const { view } of [...this.#views.values()]) this.#await(view, view.bury(instanceId));
  }

  /** Lets members go that no instance says it has, after a while. */
  #await(view: RoomView, orphans: readonly RemoteMember[]): void {
    if (orphans.length === 0) return;
    const states = orphans.map(({ state }) => state);
    this.#later(ORPHAN_MS, () => {
      orphans.forEach((orphan, index) => {
        const state = states[index];
        if (state) view.dropUnheard(orphan, state);
      });
    });
  }

  #later(delayMs: number, then: () => void): void {
    const stop = this.#options.clock.after(delayMs, () => {
      this.#timers.delete(stop);
      then();
    });
    this.#timers.add(stop);
  }
}

/** Those who are still not there left while the stay was on its way. */
function tellGone({ stay }: LocalMember, peerIds: readonly string[]): void {
  for (const peerId of peerIds) if (!stay.room.find(peerId)) stay.notify(peerLeft(peerId));
}

function roomsOf(reply: ClusterReply['reply']): ClusterRoom[] {
  return reply.case === 'rooms' ? reply.value.rooms : [];
}
