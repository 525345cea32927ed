import { type Clock, SdkError } from '@remotemedia/base';
import type { SignalingNotification } from '@remotemedia/protocol/webrtc';
import type { Awaitable } from './awaitable.ts';
import type { Journal, StaySnapshot } from './journal.ts';
import type { Message } from './member.ts';
import type { HubObserver } from './observer.ts';
import { type NumberedNotification, Outbox, type OutboxOptions } from './outbox.ts';
import { Roster } from './roster.ts';
import { TakenNumbers } from './taken-numbers.ts';

/** Settings of a {@link Mailbox}. */
export interface MailboxOptions extends OutboxOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Hears what happens. */
  readonly observer: HubObserver;
  /** There is something to take. @returns whether anybody is there to take it */
  readonly wake: () => boolean;
}

/** The part of a snapshot that a mailbox knows. */
export type MailboxSnapshot = Pick<StaySnapshot, 'firstSeq' | 'nextSeq' | 'entries' | 'taken' | 'known'>;

/**
 * What one peer is told: numbered, bounded, each message of another peer once, and not sent before the stay's copy has
 * it, where there is one.
 */
export class Mailbox {
  readonly #options: MailboxOptions;
  readonly #outbox: Outbox;
  readonly #taken = new TakenNumbers();
  #journal: Journal | undefined;
  #roster: Roster | undefined;
  /** Resolves when the copy has the newest entry, while it does not. */
  #keeping: Promise<void> | undefined;
  /** What is offered past the outbox at this moment. */
  #passing: SignalingNotification | undefined;

  /** @param options see {@link MailboxOptions} */
  constructor(options: MailboxOptions) {
    this.#options = options;
    this.#outbox = new Outbox(options);
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

  /** Ids of those that the peer was told of, where that is noted: for a stay that is copied. */
  get known(): readonly string[] {
    return this.#roster?.ids ?? [];
  }

  /** Has all that is told copied. @param present ids of those that the peer knows of already */
  keepIn(journal: Journal | undefined, present: () => Iterable<string>): void {
    this.#journal = journal;
    if (journal) this.#roster ??= new Roster(present());
  }

  /** What is known of the peer, or what it may do, changed. */
  changed(): void {
    this.#journal?.changed();
  }

  /** Adds news of the room, unless the peer has them. @returns whether there was room for them */
  push(notification: SignalingNotification): boolean {
    if (this.#roster?.note(notification) === false) return true;
    const entry = this.#outbox.push(notification);
    if (entry) void this.#keep(entry.seq);
    return entry !== undefined;
  }

  /** Whether a message was taken before; if so, resolves when the copy has it. */
  repeated(fromStayId: string, { number }: Message): { readonly kept: Awaitable<void> } | undefined {
    // It may still be on its way to the copy, and must not be said to be safe before it is there.
    return this.#taken.has(fromStayId, number) ? { kept: this.#keeping } : undefined;
  }

  /** Adds a message of another peer. @throws {SdkError} `resource-exhausted` when too much waits already */
  deliver(fromStayId: string, message: Message, toPeerId: string): Awaitable<void> {
    if (this.#passesAtOnce(message.notification)) {
      this.#taken.take(fromStayId, message.number);
      return;
    }
    const added = this.#outbox.pushFrom(fromStayId, message, this.#options.clock.now());
    if (added === 'full' || added === 'share-used-up') throw fullFor(toPeerId, added);
    this.#taken.take(fromStayId, message.number);
    return added === 'admitted' ? this.#keeping : this.#keep(added.seq);
  }

  /** The next notification; `undefined` when there is none. */
  take(): NumberedNotification | undefined {
    if (this.#passing) {
      const passing = this.#passing;
      this.#passing = undefined;
      return this.#outbox.stamp(passing);
    }
    const item = this.#outbox.take();
    const { observer, clock } = this.#options;
    if (item?.queuedAtMs !== undefined) observer.relayed(clock.now() - item.queuedAtMs);
    return item;
  }

  /** The peer has everything up to that number. */
  acknowledge(seq: number): void {
    this.#outbox.acknowledge(seq);
    this.#journal?.acknowledged(seq);
  }

  /** Goes back to what came after that number. @throws {SdkError} `out-of-range`, `data-loss` */
  rewind(lastSeq: number): void {
    this.#outbox.rewind(lastSeq);
  }

  /** All that is in it, for another instance. */
  snapshot(): MailboxSnapshot {
    const { firstSeq, nextSeq, entries } = this.#outbox;
    const kept = entries.map(({ seq, notification, fromStayId, number }) => ({
      seq,
      notification,
      fromStayId,
      number,
    }));
    return { firstSeq, nextSeq, entries: kept, taken: this.#taken.list(), known: this.known };
  }

  /** Goes on where that of another instance stopped. Call it on a new one only. */
  restore({ entries, nextSeq, taken, known }: MailboxSnapshot): void {
    this.#roster = new Roster(known);
    this.#outbox.restore(entries, nextSeq);
    for (const [stayId, number] of taken) this.#taken.take(stayId, number);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#outbox.clear();
  }

  /** The newest entry may be sent as soon as the copy has it, that is at once where there is none. */
  #keep(seq: number): Awaitable<void> {
    const entry = this.#journal && this.#outbox.entries.at(-1);
    const kept = entry && this.#journal?.append(entry);
    if (!kept) {
      this.#options.wake();
      return;
    }
    this.#outbox.hold();
    const keeping = kept.then(() => {
      if (this.#keeping === keeping) this.#keeping = undefined;
      this.#outbox.release(seq);
      this.#options.wake();
    });
    this.#keeping = keeping;
    return keeping;
  }

  /** Offers a message past the outbox, where nothing has to be kept and nothing waits. @returns whether it was taken */
  #passesAtOnce(notification: SignalingNotification): boolean {
    if (this.#journal || !this.#outbox.isIdle) return false;
    this.#passing = notification;
    const isTaken = this.#options.wake() && this.#passing === undefined;
    this.#passing = undefined;
    if (isTaken) this.#options.observer.relayed(0);
    return isTaken;
  }
}

function fullFor(peerId: string, admission: 'full' | 'share-used-up'): SdkError {
  const unread = admission === 'full' ? 'what it was sent' : 'what you sent';
  return new SdkError('resource-exhausted', `peer ${peerId} has not read ${unread}; try again later`);
}
