import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';
import type { Caller, Grant } from '../access/grant.ts';
import type { Awaitable } from './awaitable.ts';
import type { Journal, StaySnapshot } from './journal.ts';
import { Mailbox } from './mailbox.ts';
import type { Member, Message, Sender } from './member.ts';
import type { HubObserver } from './observer.ts';
import type { NumberedNotification } from './outbox.ts';
import type { MessageGate } from './rate-guard.ts';
import type { Room } from './room.ts';
import type { ServerNews } from './server-news.ts';
import { StayRights } from './stay-rights.ts';

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
  readonly #mailbox: Mailbox;
  readonly #rights: StayRights;
  #info: PeerInfo;
  #outlet: Outlet | undefined;
  #stopGrace: Undo | undefined;
  #isOver = false;
  #hasMoved = false;

  /** Made by the hub only, which puts it into the room. */
  constructor(info: PeerInfo, room: Room, settings: StaySettings) {
    this.#info = info;
    this.room = room;
    this.#settings = settings;
    const { clock, observer, firstSeq, secret, caller } = settings;
    this.#rights = new StayRights(caller.grant, info.metadata, clock, (reason) => this.cutOff(reason));
    const wake = () => this.#wake();
    this.#mailbox = new Mailbox({ clock, observer, firstSeq, keepsSent: secret !== undefined, wake });
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
    return this.#mailbox.firstSeq;
  }

  /** Number of the oldest notification that is kept; that of the next one where none is. */
  get oldestSeq(): number {
    return this.#mailbox.oldestSeq;
  }

  /** Number that the next notification gets. */
  get nextSeq(): number {
    return this.#mailbox.nextSeq;
  }

  /** What the peer may do. */
  get grant(): Grant {
    return this.#rights.grant;
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
    this.#mailbox.keepIn(journal, () => this.room.peers(this).map(({ peerId }) => peerId));
  }

  /** Ids of those that the peer was told of, where that is noted: for a stay that is copied. */
  get known(): readonly string[] {
    return this.#mailbox.known;
  }

  /** Changes what the others know of the peer. */
  describe(info: PeerInfo): void {
    this.#info = info;
    this.#rights.renew(this.grant, info.metadata);
    this.#mailbox.changed();
  }

  /** Replaces what the peer may do: it showed a newer token. */
  renew(grant: Grant): void {
    this.#rights.renew(grant, this.#info.metadata);
    this.#mailbox.changed();
  }

  /** Tells the peer news of the room, now or when it is back. A peer that does not keep up is cut off. */
  notify(notification: SignalingNotification): void {
    if (this.#isOver || this.#mailbox.push(notification)) return;
    this.#finish(new SdkError('resource-exhausted', 'cut off: the peer did not read what it was sent'));
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
    const repeated = this.#mailbox.repeated(from.stayId, message);
    if (repeated) return repeated.kept;
    this.#checkAccepts(from, message);
    return this.#mailbox.deliver(from.stayId, message, this.peerId);
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
    this.#mailbox.rewind(lastSeq);
    this.attach(outlet);
  }

  /** The next notification for `outlet`; `undefined` when there is none or the outlet is not the current one. */
  take(outlet: Outlet): NumberedNotification | undefined {
    return outlet === this.#outlet ? this.#mailbox.take() : undefined;
  }

  /** The peer has everything up to number `seq`. Once it says so, all it was sent is kept until it says so again. */
  acknowledge(seq: number): void {
    this.#mailbox.acknowledge(seq);
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
    const { stayId, secret = '', info, address, grant } = this;
    return { stayId, secret, epoch, room: this.room.name, info, address, grant, ...this.#mailbox.snapshot() };
  }

  /** Goes on where another instance stopped. Call it on a new stay only. */
  restore(snapshot: StaySnapshot): void {
    this.#mailbox.restore(snapshot);
  }

  /** @returns whether there is an outlet */
  #wake(): boolean {
    this.#outlet?.wake();
    return this.#outlet !== undefined;
  }

  /** That a connection is over may be said by anyone. */
  #checkAccepts({ info }: Sender, { notification }: Message): void {
    if (notification.notification.case === 'peerDisconnected' || this.#rights.accepts(info.peerId)) return;
    throw new SdkError('permission-denied', `peer ${this.peerId} accepts no messages from you`);
  }

  #finish(reason: SdkError | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopGrace?.();
    this.#stopGrace = undefined;
    this.#rights.close();
    this.#mailbox.clear();
    this.#settings.onOver(this, reason);
    const outlet = this.#outlet;
    this.#outlet = undefined;
    outlet?.end(reason);
  }
}
