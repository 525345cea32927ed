import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import type { Caller } from '../access/grant.ts';
import type { LogSink } from '../log.ts';
import type { Elsewhere } from './elsewhere.ts';
import type { SignalingHandlers } from './handlers.ts';
import type { StaySnapshot } from './journal.ts';
import type { HubObserver } from './observer.ts';
import type { RateGuard } from './rate-guard.ts';
import { Room } from './room.ts';
import { Stay } from './stay.ts';
import { isSameSecret, newSecret, newStayId, type StayToken } from './stay-token.ts';
import { StaysPerAddress } from './stays-per-address.ts';

/** Settings of {@link Stays}. */
export interface StaysOptions {
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
  /** The other instances. */
  readonly elsewhere: Elsewhere;
  /** How much is too much. */
  readonly rates: RateGuard;
  /** What the application does when peers go. */
  readonly handlers: SignalingHandlers;
  /** Hears what happens. */
  readonly observer: HubObserver;
  /** Looks after a stay from its making on. @returns ends that when the stay is over */
  readonly escort: ((stay: Stay) => Undo) | undefined;
}

/** How a new stay is made. */
export interface NewStay {
  /** Whether it gets a secret. */
  readonly resumable: boolean;
  /** Who the peer is. */
  readonly caller: Caller;
  /** Number of its first notification. */
  readonly firstSeq: number;
}

/** All stays of this instance, and the rooms that they are in. Makes them, finds them, and clears up after them. */
export class Stays {
  readonly #options: StaysOptions;
  readonly #rooms = new Map<string, Room>();
  /** Those that can be resumed, by name. */
  readonly #resumable = new Map<string, Stay>();
  readonly #perAddress: StaysPerAddress;
  #count = 0;

  /** @param options see {@link StaysOptions} */
  constructor(options: StaysOptions) {
    this.#options = options;
    this.#perAddress = new StaysPerAddress(options.maxStaysPerAddress);
  }

  /** Number of stays. */
  get count(): number {
    return this.#count;
  }

  /** Those that can be resumed. */
  get resumable(): IterableIterator<Stay> {
    return this.#resumable.values();
  }

  /** All rooms with a stay of this instance in them. */
  get rooms(): IterableIterator<Room> {
    return this.#rooms.values();
  }

  /** Number of rooms. */
  get roomCount(): number {
    return this.#rooms.size;
  }

  /** All of them. */
  list(): Stay[] {
    return [...this.#rooms.values()].flatMap((room) => [...room.members].filter((member) => member instanceof Stay));
  }

  /** The room of that name, if a stay of this instance is in it. */
  findRoom(name: string): Room | undefined {
    return this.#rooms.get(name);
  }

  /** The stay that a token names, if this instance has it. */
  find({ stayId, secret }: StayToken): Stay | undefined {
    const stay = this.#resumable.get(stayId);
    return stay && isSameSecret(stay.secret ?? '', secret) ? stay : undefined;
  }

  /** The stay of that name, if this instance has it and it can be resumed. */
  findByName(stayId: string): Stay | undefined {
    return this.#resumable.get(stayId);
  }

  /** The room of that name, or a new one. @throws {SdkError} `resource-exhausted` */
  openRoom(name: string): Room {
    const { maxRooms, maxPeersPerRoom } = this.#options;
    const room = this.#rooms.get(name);
    if (room) return room;
    if (this.#rooms.size < maxRooms) return new Room(name, maxPeersPerRoom);
    throw new SdkError('resource-exhausted', `the server is full: ${maxRooms} of ${maxRooms} rooms are in use`);
  }

  /** Makes a stay that has a place in its room, unknown to the others so far. @throws {SdkError} `resource-exhausted` */
  reserve(info: PeerInfo, room: Room, { resumable, caller, firstSeq }: NewStay): Stay {
    this.#perAddress.check(caller.address);
    const token = { stayId: newStayId(), secret: resumable ? newSecret() : undefined };
    const stay = this.#make(info, room, { ...token, caller, firstSeq });
    room.reserve(stay);
    return stay;
  }

  /**
   * Goes on with a stay of another instance; it waits for its peer to come back. The other peers are not told: for
   * them nothing happened. What the room had in its place gives way.
   */
  adopt(snapshot: StaySnapshot): Stay {
    const { stayId, secret, info, address, grant, firstSeq, room: name } = snapshot;
    const room = this.#rooms.get(name) ?? new Room(name, this.#options.maxPeersPerRoom);
    const stay = this.#make(info, room, { stayId, secret, caller: { address, grant }, firstSeq });
    stay.restore(snapshot);
    room.put(stay);
    const { elsewhere } = this.#options;
    elsewhere.adopted(stay, snapshot);
    stay.keepIn(elsewhere.journal(stay));
    stay.awaitReturn();
    return stay;
  }

  /** Another instance, or another stay, goes on in its place: it is over, and nobody is told but its outlet. */
  release(stay: Stay, reason: SdkError): void {
    stay.moveAway(reason);
  }

  #make(
    info: PeerInfo,
    room: Room,
    how: Pick<NewStay, 'caller' | 'firstSeq'> & { stayId: string; secret: string | undefined },
  ) {
    const { clock, resumeGraceMs: graceMs, observer, rates } = this.#options;
    const gate = rates.openGate({ address: how.caller.address, room: room.name });
    const uncount = this.#perAddress.add(how.caller.address);
    let stopEscort: Undo | undefined;
    const onOver = (over: Stay, reason: SdkError | undefined) => {
      uncount();
      stopEscort?.();
      this.#remove(over, reason);
    };
    const stay = new Stay(info, room, { ...how, clock, graceMs, gate, observer, onOver });
    this.#rooms.set(room.name, room);
    if (how.secret !== undefined) this.#resumable.set(stay.stayId, stay);
    this.#count += 1;
    stopEscort = this.#options.escort?.(stay);
    return stay;
  }

  #remove(stay: Stay, reason: SdkError | undefined): void {
    const { room } = stay;
    this.#count -= 1;
    if (this.#resumable.get(stay.stayId) === stay) this.#resumable.delete(stay.stayId);
    if (stay.hasMoved) {
      room.take(stay);
      this.#options.elsewhere.released(stay);
    } else this.#sayGoodbye(stay, reason);
    if (room.localSize > 0 || this.#rooms.get(room.name) !== room) return;
    this.#rooms.delete(room.name);
    this.#options.elsewhere.forget(room);
  }

  #sayGoodbye(stay: Stay, reason: SdkError | undefined): void {
    const { room, info: peer } = stay;
    const { elsewhere, handlers, observer, log } = this.#options;
    const wasEntering = room.isEntering(stay);
    room.remove(stay);
    if (wasEntering) {
      elsewhere.abandoned(stay);
      return;
    }
    elsewhere.left(stay);
    observer.left(reason?.code);
    if (reason && reason.code !== 'unavailable')
      log({ level: 'warn', message: `peer ${stay.peerId} of room ${room.name}: ${reason.detail}` });
    try {
      handlers.onLeave?.({ room: room.name, peer });
    } catch (cause) {
      log({ level: 'error', message: 'the onLeave handler failed', cause });
    }
  }
}
