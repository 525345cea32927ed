import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { acceptedPeers } from '../access/accepted-peers.ts';
import type { Caller, Grant } from '../access/grant.ts';
import type { PeerList } from '../access/peer-list.ts';
import type { Awaitable } from './awaitable.ts';
import type { Journal, StaySnapshot } from './journal.ts';
import type { Member, Message, Sender } from './member.ts';
import type { HubObserver } from './observer.ts';
import { type NumberedNotification, Outbox } from './outbox.ts';
import type { MessageGate } from './rate-guard.ts';
import type { Room } from './room.ts';
import { Roster } from './roster.ts';
import type { ServerNews } from './server-news.ts';
import { TakenNumbers } from './taken-numbers.ts';

/** Longest wait of a timer, in milliseconds: a token of a year gets another look then. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** Where a stay's notifications go: one stream or socket of the peer. Methods are called synchronously and must not throw. */
export interface Outlet {
  /** There is something to {@link Stay.take}. */
  wake(): void;
  /** The server itself has something to say. An outlet whose protocol has no words for it does nothing. */
  tell?(news: ServerNews): void;
  /** Nothing more will come: the stay is over, was cut off or goes on elsewhere. `reason` is absent after a clean leave. */
  end(reason: SdkError | undefined): void;
}

/** What a {@link Stay} needs from the hub. */
export interface StaySettings {
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long the stay outlives its outlet, in milliseconds. */
  readonly graceMs: number;
  /** Names the stay; unique over all instances. */
  readonly stayId: string;
  /** Secret that resumes the stay; without it the stay ends with its outlet. */
  readonly secret?: string | undefined;
  /** Number of the first notification. */
  readonly firstSeq: number;
  /** Who the peer is. */
  readonly caller: Caller;
  /** Counts what the peer says. */
  readonly gate: MessageGate;
  /** Hears what happens. */
  readonly observer: HubObserver;
  /** Called once, when the stay is over. */
  readonly onOver: (stay: Stay, reason: SdkError | undefined) => void;
}

/** One peer's time in one room: from announce until it leaves, is lost or is cut off. */
export class Stay implements Member {
  /** The room it is in. */
  readonly room: Room;
  /** Always `true`. */
  readonly isLocal: boolean = true;
  readonly #settings: StaySettings;
  readonly #outbox: Outbox;
  readonly #taken = new TakenNumbers();
  #info: PeerInfo;
  #grant: Grant;
  /** Whose messages the peer accepts; everyone's where absent. */
  #accepted: PeerList | undefined;
  #journal: Journal | undefined;
  #roster: Roster | undefined;
  /** Resolves when the copy has the newest entry, while it does not. */
  #keeping: Promise<void> | undefined;
  #outlet: Outlet | undefined;
  /** What is offered to the outlet at this moment. */
  #passing: SignalingNotification | undefined;
  #stopGrace: Undo | undefined;
  #stopLease: Undo | undefined;
  #isOver = false;
  #hasMoved = false;

  /** Made by the hub only, which puts it into the room. */
  constructor(info: PeerInfo, room: Room, settings: StaySettings) {
    this.#info = info;
    this.room = room;
    this.#settings = settings;
    this.#grant = settings.caller.grant;
    this.#accepted = acceptedPeers(this.#grant, info.metadata);
    this.#outbox = new Outbox({ firstSeq: settings.firstSeq, keepsSent: settings.secret !== undefined });
    this.#armLease();
  }

  /** What the others know of the peer. */
  get info(): PeerInfo {
    return this.#info;
  }

  /** The peer's id. */
  get peerId(): string {
    return this.#info.peerId;
  }

  /** Names the stay; unique over all instances. */
  get stayId(): string {
    return this.#settings.stayId;
  }

  /** Where the peer came from, as `addressKey` has it. */
  get address(): string {
    return this.#settings.caller.address;
  }

  /** Number of the first notification. */
  get firstSeq(): number {
    return this.#outbox.firstSeq;
  }

  /** Number of the oldest notification that is kept; that of the next one where none is. */
  get oldestSeq(): number {
    return this.#outbox.entries[0]?.seq ?? this.nextSeq;
  }

  /** Number that the next notification gets. */
  get nextSeq(): number {
    return this.#outbox.nextSeq;
  }

  /** What the peer may do. */
  get grant(): Grant {
    return this.#grant;
  }

  /** Secret that resumes this stay, where it can be resumed. */
  get token(): string | undefined {
    const { stayId, secret } = this.#settings;
    return secret === undefined ? undefined : `${stayId}.${secret}`;
  }

  /** The second half of the token. */
  get secret(): string | undefined {
    return this.#settings.secret;
  }

  /** Whether the peer is gone for good. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether the stay is over here only: it, or a newer one of the same peer, goes on elsewhere. */
  get hasMoved(): boolean {
    return this.#hasMoved;
  }

  /** Whether the peer is out of touch and the time it may come back in runs. */
  get isWaiting(): boolean {
    return this.#stopGrace !== undefined;
  }

  /** Has all that is told to this stay copied. */
  keepIn(journal: Journal | undefined): void {
    this.#journal = journal;
    if (journal) this.#roster ??= new Roster(this.room.peers(this).map(({ peerId }) => peerId));
  }

  /** Ids of those that the peer was told of, where that is noted: for a stay that is copied. */
  get known(): readonly string[] {
    return this.#roster?.ids ?? [];
  }

  /** Changes what the others know of the peer. */
  describe(info: PeerInfo): void {
    this.#info = info;
    this.#accepted = acceptedPeers(this.#grant, info.metadata);
    this.#journal?.changed();
  }

  /** Replaces what the peer may do: it showed a newer token. */
  renew(grant: Grant): void {
    this.#grant = grant;
    this.#accepted = acceptedPeers(grant, this.#info.metadata);
    this.#armLease();
    this.#journal?.changed();
  }

  /** Tells the peer news of the room, now or when it is back. A peer that does not keep up is cut off. */
  notify(notification: SignalingNotification): void {
    if (this.#isOver || this.#roster?.note(notification) === false) return;
    const entry = this.#outbox.push(notification);
    if (entry) void this.#keep(entry.seq);
    else this.#finish(new SdkError('resource-exhausted', 'cut off: the peer did not read what it was sent'));
  }

  /**
   * Passes a message of another peer on, now or when this one is back. However much another peer sends, this stay
   * goes on: it is the sender who is refused. A message whose number was taken already is not taken again.
   *
   * @throws {SdkError} `resource-exhausted` when too much waits already; `permission-denied` when the peer accepts
   *   nothing from the other
   */
  deliver(from: Sender, message: Message): Awaitable<void> {
    if (this.#isOver) return;
    // It may still be on its way to the copy, and must not be said to be safe before it is there.
    if (this.#taken.has(from.stayId, message.number)) return this.#keeping;
    this.#checkAccepts(from, message);
    if (this.#passesAtOnce(message.notification)) {
      this.#taken.take(from.stayId, message.number);
      return;
    }
    const added = this.#outbox.pushFrom(from.stayId, message, this.#settings.clock.now());
    if (added === 'full' || added === 'share-used-up') throw this.#fullFor(added);
    this.#taken.take(from.stayId, message.number);
    return added === 'admitted' ? this.#keeping : this.#keep(added.seq);
  }

  /** Counts a message that the peer says. @throws {SdkError} `resource-exhausted` with `retryAfterMs` when it says too much */
  countMessage(sizeBytes: number): void {
    this.#settings.gate.take(sizeBytes, this.#settings.clock.now());
  }

  /** Says something of the server itself to the peer, if it is in touch. */
  tell(news: ServerNews): void {
    this.#outlet?.tell?.(news);
  }

  /** Sends to `outlet` from now on; an outlet that was there before is ended with `aborted`. */
  attach(outlet: Outlet): void {
    this.#stopGrace?.();
    this.#stopGrace = undefined;
    const former = this.#outlet;
    this.#outlet = outlet;
    former?.end(new SdkError('aborted', 'this stay was taken up by a newer stream'));
  }

  /**
   * Sends to `outlet` what came after number `lastSeq`.
   *
   * @throws {SdkError} `out-of-range` for a number that was never given, `data-loss` when too much was missed
   */
  resume(outlet: Outlet, lastSeq: number): void {
    this.#outbox.rewind(lastSeq);
    this.attach(outlet);
  }

  /** The next notification for `outlet`; `undefined` when there is none or the outlet is not the current one. */
  take(outlet: Outlet): NumberedNotification | undefined {
    if (outlet !== this.#outlet) return undefined;
    if (this.#passing) {
      const passing = this.#passing;
      this.#passing = undefined;
      return this.#outbox.stamp(passing);
    }
    const item = this.#outbox.take();
    if (item?.queuedAtMs !== undefined) {
      this.#settings.observer.relayed(this.#settings.clock.now() - item.queuedAtMs);
    }
    return item;
  }

  /** The peer has everything up to number `seq`. Once it says so, all it was sent is kept until it says so again. */
  acknowledge(seq: number): void {
    this.#outbox.acknowledge(seq);
    this.#journal?.acknowledged(seq);
  }

  /** `outlet` is gone without a word: the stay ends, at once or when the time to come back is over. */
  lose(outlet: Outlet): void {
    if (outlet !== this.#outlet || this.#isOver) return;
    this.#outlet = undefined;
    this.awaitReturn();
  }

  /** Ends the outlet and lets the stay wait for another one. */
  detach(reason: SdkError): void {
    const outlet = this.#outlet;
    if (!outlet || this.#isOver) return;
    this.lose(outlet);
    outlet.end(reason);
  }

  /** The time in which the peer may come back begins. A stay that cannot be resumed is over. */
  awaitReturn(): void {
    const { clock, graceMs } = this.#settings;
    if (this.secret === undefined || graceMs === 0) this.leave();
    else this.#stopGrace ??= clock.after(graceMs, () => this.leave());
  }

  /** The peer says goodbye through `outlet`: it leaves, unless the stay goes on elsewhere. */
  quit(outlet: Outlet): void {
    if (outlet === this.#outlet) this.leave();
  }

  /** The peer leaves the room at once. Calling it again does nothing. */
  leave(): void {
    this.#finish(undefined);
  }

  /** Ends the stay for a reason that its outlet is told. Calling it again does nothing. */
  cutOff(reason: SdkError): void {
    this.#finish(reason);
  }

  /** Ends the stay here because it, or a newer one of the same peer, goes on elsewhere. Calling it again does nothing. */
  moveAway(reason: SdkError): void {
    this.#hasMoved ||= !this.#isOver;
    this.#finish(reason);
  }

  /** All there is to know of this stay, for another instance. Needs a secret. */
  snapshot(epoch: number): StaySnapshot {
    const { stayId, info, address, grant } = this;
    const { firstSeq, nextSeq, entries } = this.#outbox;
    const kept = entries.map(({ seq, notification, fromStayId, number }) => ({
      seq,
      notification,
      fromStayId,
      number,
    }));
    const secret = this.secret ?? '';
    return {
      stayId,
      secret,
      epoch,
      room: this.room.name,
      info,
      address,
      grant,
      firstSeq,
      nextSeq,
      entries: kept,
      taken: this.#taken.list(),
      known: this.known,
    };
  }

  /** Goes on where another instance stopped. Call it on a new stay only. */
  restore({ entries, nextSeq, taken, known }: StaySnapshot): void {
    this.#roster = new Roster(known);
    this.#outbox.restore(entries, nextSeq);
    for (const [stayId, number] of taken) this.#taken.take(stayId, number);
  }

  /** The newest entry may be sent as soon as the copy has it, that is at once where there is none. */
  #keep(seq: number): Awaitable<void> {
    const entry = this.#journal && this.#outbox.entries.at(-1);
    const kept = entry && this.#journal?.append(entry);
    if (!kept) return void this.#outlet?.wake();
    this.#outbox.hold();
    const keeping = kept.then(() => {
      if (this.#keeping === keeping) this.#keeping = undefined;
      this.#outbox.release(seq);
      this.#outlet?.wake();
    });
    this.#keeping = keeping;
    return keeping;
  }

  /** That a connection is over may be said by anyone. */
  #checkAccepts({ info }: Sender, { notification }: Message): void {
    if (!this.#accepted || notification.notification.case === 'peerDisconnected') return;
    if (this.#accepted.allows(info.peerId)) return;
    throw new SdkError('permission-denied', `peer ${this.peerId} accepts no messages from you`);
  }

  /** Offers a message to the outlet past the outbox, where nothing has to be kept and nobody waits. @returns whether it was taken */
  #passesAtOnce(notification: SignalingNotification): boolean {
    if (!this.#outlet || this.#journal || !this.#outbox.isIdle) return false;
    this.#passing = notification;
    this.#outlet.wake();
    const isTaken = this.#passing === undefined;
    this.#passing = undefined;
    if (isTaken) this.#settings.observer.relayed(0);
    return isTaken;
  }

  #fullFor(admission: 'full' | 'share-used-up'): SdkError {
    const unread = admission === 'full' ? 'what it was sent' : 'what you sent';
    return new SdkError('resource-exhausted', `peer ${this.peerId} has not read ${unread}; try again later`);
  }

  #armLease(): void {
    this.#stopLease?.();
    const { expiresAtMs } = this.#grant;
    if (expiresAtMs === undefined || this.#isOver) return;
    const leftMs = Math.max(expiresAtMs - Date.now(), 0);
    const ranOut = new SdkError('unauthenticated', 'the token ran out; join again with a newer one');
    const look = leftMs > MAX_TIMER_MS ? () => this.#armLease() : () => this.cutOff(ranOut);
    this.#stopLease = this.#settings.clock.after(Math.min(leftMs, MAX_TIMER_MS), look);
  }

  #finish(reason: SdkError | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopGrace?.();
    this.#stopGrace = undefined;
    this.#stopLease?.();
    this.#outbox.clear();
    this.#settings.onOver(this, reason);
    const outlet = this.#outlet;
    this.#outlet = undefined;
    outlet?.end(reason);
  }
}
