import { SdkError } from '@remotemedia/base';
import type { SignalingNotification } from '@remotemedia/protocol/webrtc';
import { MAX_SENT_BYTES, MAX_SENT_NOTIFICATIONS, MAX_UNSENT_NEWS } from './hub-limits.ts';
import type { KeptEntry } from './journal.ts';
import type { Message } from './member.ts';
import { sizeBytesOf } from './notices.ts';
import { type Admission, SenderShares } from './sender-shares.ts';

/** A notification and its number within the stay. */
export interface NumberedNotification {
  /** Grows by one from notification to notification. */
  readonly seq: number;
  /** Shared with other peers; never changed. */
  readonly notification: SignalingNotification;
  /** When it was put in, in milliseconds of the clock, for a message of another peer. */
  readonly queuedAtMs: number | undefined;
}

interface Entry extends NumberedNotification, KeptEntry {
  readonly sizeBytes: number;
  /** Whether it counts towards its sender's share, or as unread news. */
  isCounted: boolean;
  /** Whether it must not be sent before the copy of the stay has it. */
  isHeld: boolean;
}

/** Settings of an {@link Outbox}. */
export interface OutboxOptions {
  /** Number of the first notification. */
  readonly firstSeq: number;
  /** Whether what was sent is kept, so that {@link Outbox.rewind} works. */
  readonly keepsSent: boolean;
}

/**
 * What one peer has still to be told, in order, and what it was told last. Bounded both ways: news of the room by
 * its own limit, messages of other peers by a share for each of them. For a peer that acknowledges what it got, what
 * was sent counts until it is acknowledged; for others, until it is sent.
 */
export class Outbox {
  readonly #keepsSent: boolean;
  readonly #firstSeq: number;
  readonly #shares = new SenderShares();
  #entries: Entry[] = [];
  #nextSeq: number;
  /** How many of the entries, from the first on, were sent. */
  #sentCount = 0;
  #sentBytes = 0;
  #unreadNews = 0;
  #ackedSeq = 0;

  /** @param options see {@link OutboxOptions} */
  constructor(options: OutboxOptions) {
    this.#firstSeq = options.firstSeq;
    this.#nextSeq = options.firstSeq;
    this.#keepsSent = options.keepsSent;
  }

  /** Number of the first notification. */
  get firstSeq(): number {
    return this.#firstSeq;
  }

  /** Number that the next notification gets. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** What is kept, in order of the numbers. */
  get entries(): readonly KeptEntry[] {
    return this.#entries;
  }

  /**
   * Adds news of the room. Nobody's share bounds them, so a peer that reads does not pay for what it has not acknowledged
   * yet: the oldest of what was sent is forgotten.
   *
   * @returns what was added; `undefined` when there is no room for it
   */
  push(notification: SignalingNotification): KeptEntry | undefined {
    while (this.#unreadNews >= MAX_UNSENT_NEWS && this.#sentCount > 0) this.#dropFirst();
    if (this.#unreadNews >= MAX_UNSENT_NEWS) return undefined;
    return this.#add(notification, '', 0, undefined);
  }

  /**
   * Adds a message of another peer, unless it repeats a dismissal that still waits.
   *
   * @returns what was added, or why nothing was: `admitted` for such a dismissal
   */
  pushFrom(fromStayId: string, { notification, number }: Message, nowMs: number): KeptEntry | Admission {
    if (isDismissal(notification) && this.#shares.endsWithDismissal(fromStayId)) return 'admitted';
    const admission = this.#shares.admit(fromStayId, sizeBytesOf(notification));
    return admission === 'admitted' ? this.#add(notification, fromStayId, number, nowMs) : admission;
  }

  /**
   * Numbers a notification that goes out at this moment and is not kept. Only where nothing waits and nothing can be
   * resumed, see {@link Outbox.isIdle}.
   */
  stamp(notification: SignalingNotification): NumberedNotification {
    const seq = this.#nextSeq;
    this.#nextSeq += 1;
    return { seq, notification, queuedAtMs: undefined };
  }

  /** Whether nothing waits and nothing is kept after it was sent. */
  get isIdle(): boolean {
    return !this.#keepsSent && this.#entries.length === 0;
  }

  /** Keeps the newest entry back until {@link Outbox.release}. */
  hold(): void {
    const newest = this.#entries.at(-1);
    if (newest) newest.isHeld = true;
  }

  /** Everything up to that number may be sent. */
  release(seq: number): void {
    for (let index = this.#sentCount; index < this.#entries.length; index += 1) {
      const entry = this.#entries[index];
      if (!entry || entry.seq > seq) return;
      entry.isHeld = false;
    }
  }

  /** The next notification to send, which counts as sent from then on; `undefined` when there is none. */
  take(): NumberedNotification | undefined {
    const entry = this.#entries[this.#sentCount];
    if (!entry || entry.isHeld) return undefined;
    this.#sentCount += 1;
    this.#sentBytes += entry.sizeBytes;
    if (this.#ackedSeq === 0) this.#uncount(entry);
    while (this.#sentCount > 0 && this.#keepsTooMuch()) this.#dropFirst();
    return entry;
  }

  /** The peer has everything up to number `seq`. From the first call on, what was sent counts until it is acknowledged. */
  acknowledge(seq: number): void {
    if (!(seq > this.#ackedSeq && seq < this.#nextSeq)) return;
    this.#ackedSeq = seq;
    while (this.#sentCount > 0 && this.#entries[0] && this.#entries[0].seq <= seq) this.#dropFirst();
  }

  /**
   * Goes back, so that everything after number `lastSeq` is sent again; what came before is forgotten.
   *
   * @throws {SdkError} `out-of-range` for a number that was never given, `data-loss` when what is asked for is gone
   */
  rewind(lastSeq: number): void {
    const from = Math.max(lastSeq + 1, this.#firstSeq);
    const oldest = this.#entries[0]?.seq ?? this.#nextSeq;
    if (!(from <= this.#nextSeq)) {
      throw new SdkError('out-of-range', `last_seq is ${lastSeq}, but the last message was ${this.#nextSeq - 1}`);
    }
    if (from < oldest) {
      throw new SdkError('data-loss', `messages ${from} to ${oldest - 1} are no longer kept; announce again`);
    }
    this.#ackedSeq &&= Math.max(this.#ackedSeq, from - 1);
    while (this.#entries[0] && this.#entries[0].seq < from) {
      if (this.#sentCount === 0) this.#sendUnseen();
      this.#dropFirst();
    }
    this.#sentCount = 0;
    this.#sentBytes = 0;
    // What was sent waits again, on the share of whoever sent it.
    for (const entry of this.#entries) if (!entry.isCounted) this.#count(entry);
  }

  /** Takes the entries of a stay over that another instance had; `nextSeq` is the number after the last. */
  restore(entries: readonly KeptEntry[], nextSeq: number): void {
    for (const { seq, notification, fromStayId, number } of entries) {
      this.#nextSeq = seq;
      this.#add(notification, fromStayId, number, undefined);
    }
    this.#nextSeq = nextSeq;
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries = [];
    this.#sentCount = 0;
    this.#sentBytes = 0;
    this.#unreadNews = 0;
    this.#shares.clear();
  }

  #add(notification: SignalingNotification, fromStayId: string, number: number, queuedAtMs: number | undefined): Entry {
    const sizeBytes = sizeBytesOf(notification);
    const seq = this.#nextSeq;
    const entry: Entry = {
      seq,
      notification,
      fromStayId,
      number,
      queuedAtMs,
      sizeBytes,
      isCounted: false,
      isHeld: false,
    };
    this.#entries.push(entry);
    this.#nextSeq += 1;
    this.#count(entry);
    return entry;
  }

  /** The peer has the first entry although it was not sent here: another instance sent it. */
  #sendUnseen(): void {
    const first = this.#entries[0];
    if (!first) return;
    this.#sentCount = 1;
    this.#sentBytes = first.sizeBytes;
  }

  #count(entry: Entry): void {
    entry.isCounted = true;
    const { fromStayId, sizeBytes, notification } = entry;
    if (fromStayId === '') this.#unreadNews += 1;
    else this.#shares.add(fromStayId, sizeBytes, isDismissal(notification));
  }

  #uncount(entry: Entry): void {
    if (!entry.isCounted) return;
    entry.isCounted = false;
    if (entry.fromStayId === '') this.#unreadNews -= 1;
    else this.#shares.release(entry.fromStayId, entry.sizeBytes);
  }

  #keepsTooMuch(): boolean {
    if (!this.#keepsSent) return true;
    // What is not acknowledged is bounded by the shares already.
    if (this.#entries[0]?.isCounted) return false;
    return this.#sentCount > MAX_SENT_NOTIFICATIONS || this.#sentBytes > MAX_SENT_BYTES;
  }

  #dropFirst(): void {
    const first = this.#entries.shift();
    if (!first) return;
    this.#uncount(first);
    this.#sentCount -= 1;
    this.#sentBytes -= first.sizeBytes;
  }
}

function isDismissal({ notification }: SignalingNotification): boolean {
  return notification.case === 'peerDisconnected';
}
