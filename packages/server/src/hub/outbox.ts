import { SdkError } from '@remotemedia/base';
import type { SignalingNotification } from '@remotemedia/protocol/webrtc';
import { MAX_SENT_BYTES, MAX_SENT_NOTIFICATIONS, MAX_UNSENT_BYTES, MAX_UNSENT_NOTIFICATIONS } from './hub-limits.ts';
import { sizeBytesOf } from './notices.ts';

/** A notification and its number within the stay. */
export interface NumberedNotification {
  /** Grows by one from notification to notification. */
  readonly seq: number;
  /** Shared with other peers; never changed. */
  readonly notification: SignalingNotification;
}

/** Settings of an {@link Outbox}. */
export interface OutboxOptions {
  /** Number of the first notification. */
  readonly firstSeq: number;
  /** Whether what was sent is kept, so that {@link Outbox.rewind} works. */
  readonly keepsSent: boolean;
}

/** What one peer has still to be told, in order, and what it was told last. Bounded both ways. */
export class Outbox {
  readonly #keepsSent: boolean;
  readonly #firstSeq: number;
  #entries: (NumberedNotification & { readonly sizeBytes: number })[] = [];
  #nextSeq: number;
  /** How many of the entries, from the first on, were sent. */
  #sentCount = 0;
  #sentBytes = 0;
  #unsentBytes = 0;

  /** @param options see {@link OutboxOptions} */
  constructor(options: OutboxOptions) {
    this.#firstSeq = options.firstSeq;
    this.#nextSeq = options.firstSeq;
    this.#keepsSent = options.keepsSent;
  }

  /** Notifications that wait. */
  get unsentCount(): number {
    return this.#entries.length - this.#sentCount;
  }

  /** Adds a notification. @returns whether there was room for it */
  push(notification: SignalingNotification): boolean {
    const sizeBytes = sizeBytesOf(notification);
    if (this.unsentCount >= MAX_UNSENT_NOTIFICATIONS || this.#unsentBytes + sizeBytes > MAX_UNSENT_BYTES) return false;
    this.#entries.push({ seq: this.#nextSeq, notification, sizeBytes });
    this.#nextSeq += 1;
    this.#unsentBytes += sizeBytes;
    return true;
  }

  /** The next notification to send, which counts as sent from then on; `undefined` when there is none. */
  take(): NumberedNotification | undefined {
    const entry = this.#entries[this.#sentCount];
    if (!entry) return undefined;
    this.#unsentBytes -= entry.sizeBytes;
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
    this.#unsentBytes += this.#sentBytes;
    this.#sentBytes = 0;
  }

  /** Forgets everything. */
  clear(): void {
    this.#entries = [];
    this.#sentCount = 0;
    this.#sentBytes = 0;
    this.#unsentBytes = 0;
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
