import { SdkError } from '@remotemedia/base';
import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { MAX_SENT_BYTES, MAX_SENT_NOTIFICATIONS, MAX_UNSENT_NEWS } from './hub-limits.ts';
import { sizeBytesOf } from './notices.ts';
import { type Admission, SenderShares } from './sender-shares.ts';

/** A notification and its number within the stay. */
export interface NumberedNotification {
  /** Grows by one from notification to notification. */
  readonly seq: number;
  /** Shared with other peers; never changed. */
  readonly notification: SignalingNotification;
}

interface Entry extends NumberedNotification {
  readonly sizeBytes: number;
  /** Who sent it; absent for news of the room. */
  readonly from: PeerInfo | undefined;
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
 * its own limit, messages of other peers by a share for each of them.
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
  #unsentNews = 0;

  /** @param options see {@link OutboxOptions} */
  constructor(options: OutboxOptions) {
    this.#firstSeq = options.firstSeq;
    this.#nextSeq = options.firstSeq;
    this.#keepsSent = options.keepsSent;
  }

  /** Adds news of the room. @returns whether there was room for it */
  push(notification: SignalingNotification): boolean {
    if (this.#unsentNews >= MAX_UNSENT_NEWS) return false;
    this.#add(notification, undefined, sizeBytesOf(notification));
    return true;
  }

  /** Adds a message of another peer, unless it repeats a dismissal that still waits. @returns whether it may wait */
  pushFrom(from: PeerInfo, notification: SignalingNotification): Admission {
    if (isDismissal(notification) && this.#shares.endsWithDismissal(from)) return 'admitted';
    const sizeBytes = sizeBytesOf(notification);
    const admission = this.#shares.admit(from, sizeBytes);
    if (admission === 'admitted') this.#add(notification, from, sizeBytes);
    return admission;
  }

  /** The next notification to send, which counts as sent from then on; `undefined` when there is none. */
  take(): NumberedNotification | undefined {
    const entry = this.#entries[this.#sentCount];
    if (!entry) return undefined;
    if (entry.from) this.#shares.release(entry.from, entry.sizeBytes);
    else this.#unsentNews -= 1;
    this.#sentCount += 1;
    this.#sentBytes += entry.sizeBytes;
    while (this.#sentCount > 0 && this.#keepsTooMuch()) this.#dropFirst();
    return entry;
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
    while (this.#entries[0] && this.#entries[0].seq < from) {
      if (this.#sentCount === 0) this.take();
      else this.#dropFirst();
    }
    this.#sentCount = 0;
    this.#sentBytes = 0;
    // What was sent waits again, on the share of whoever sent it.
    this.#unsentNews = 0;
    this.#shares.clear();
    for (const entry of this.#entries) this.#count(entry);
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries = [];
    this.#sentCount = 0;
    this.#sentBytes = 0;
    this.#unsentNews = 0;
    this.#shares.clear();
  }

  #add(notification: SignalingNotification, from: PeerInfo | undefined, sizeBytes: number): void {
    const entry = { seq: this.#nextSeq, notification, sizeBytes, from };
    this.#entries.push(entry);
    this.#nextSeq += 1;
    this.#count(entry);
  }

  #count({ notification, from, sizeBytes }: Entry): void {
    if (from) this.#shares.add(from, sizeBytes, isDismissal(notification));
    else this.#unsentNews += 1;
  }

  #keepsTooMuch(): boolean {
    return !this.#keepsSent || this.#sentCount > MAX_SENT_NOTIFICATIONS || this.#sentBytes > MAX_SENT_BYTES;
  }

  #dropFirst(): void {
    const first = this.#entries.shift();
    if (!first) return;
    this.#sentCount -= 1;
    this.#sentBytes -= first.sizeBytes;
  }
}

function isDismissal({ notification }: SignalingNotification): boolean {
  return notification.case === 'peerDisconnected';
}
