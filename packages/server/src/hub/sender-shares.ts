import {
  MAX_UNSENT_DIRECTED,
  MAX_UNSENT_DIRECTED_BYTES,
  MAX_UNSENT_PER_SENDER,
  MAX_UNSENT_PER_SENDER_BYTES,
} from './hub-limits.ts';

/** Whether a message from another peer can wait, and if not, whose messages are in the way. */
export type Admission = 'admitted' | 'share-used-up' | 'full';

/** What one sender has waiting. */
interface Share {
  count: number;
  sizeBytes: number;
  /** Whether the latest of them is a dismissal. */
  endsWithDismissal: boolean;
}

/** How much each sender has waiting for one receiver. Senders have a share each, so none can use up another's. */
export class SenderShares {
  /** Only senders that have something waiting; by the names of their stays. */
  readonly #shares = new Map<string, Share>();
  #count = 0;
  #sizeBytes = 0;

  /** Whether a message of that size may wait, too. */
  admit(from: string, sizeBytes: number): Admission {
    const share = this.#shares.get(from);
    if (
      share &&
      isOver(share.count + 1, share.sizeBytes + sizeBytes, MAX_UNSENT_PER_SENDER, MAX_UNSENT_PER_SENDER_BYTES)
    ) {
      return 'share-used-up';
    }
    const isFull = isOver(this.#count + 1, this.#sizeBytes + sizeBytes, MAX_UNSENT_DIRECTED, MAX_UNSENT_DIRECTED_BYTES);
    return isFull ? 'full' : 'admitted';
  }

  /** Whether a dismissal by that sender waits and nothing that it sent later. */
  endsWithDismissal(from: string): boolean {
    return this.#shares.get(from)?.endsWithDismissal ?? false;
  }

  /** A message waits from now on. */
  add(from: string, sizeBytes: number, isDismissal: boolean): void {
    const share = this.#shares.get(from) ?? { count: 0, sizeBytes: 0, endsWithDismissal: false };
    this.#shares.set(from, share);
    share.count += 1;
    share.sizeBytes += sizeBytes;
    share.endsWithDismissal = isDismissal;
    this.#count += 1;
    this.#sizeBytes += sizeBytes;
  }

  /** The oldest message of that sender, which has that size, waits no longer. */
  release(from: string, sizeBytes: number): void {
    const share = this.#shares.get(from);
    if (!share) return;
    share.count -= 1;
    share.sizeBytes -= sizeBytes;
    if (share.count === 0) this.#shares.delete(from);
    this.#count -= 1;
    this.#sizeBytes -= sizeBytes;
  }

  /** Nothing waits any more. */
  clear(): void {
    this.#shares.clear();
    this.#count = 0;
    this.#sizeBytes = 0;
  }
}

function isOver(count: number, sizeBytes: number, maxCount: number, maxBytes: number): boolean {
  return count > maxCount || sizeBytes > maxBytes;
}
