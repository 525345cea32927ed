import type { SdkError } from '@remotemedia/base';
import type { Side } from './wire/control.ts';

/** Where a transfer is in its life. */
export type TransferState =
  /** The other side has not answered yet; a sender may still read the beginning of the file. */
  | { readonly kind: 'offered' }
  /** The answer was yes, and nothing has moved yet. */
  | { readonly kind: 'accepted' }
  /** The answer was no, by the other side's user, application or limits. */
  | { readonly kind: 'refused'; readonly error: SdkError }
  /** It moves, from here to there. */
  | { readonly kind: 'sending' }
  /** It moves, from there to here. */
  | { readonly kind: 'receiving' }
  /** It goes on by itself from where it is, as soon as the way to the peer is back. */
  | { readonly kind: 'waiting'; readonly reason: 'connection' }
  /** Every byte is there and checked. */
  | { readonly kind: 'done'; readonly digest: string }
  /** One of the two sides wished so. What had come is deleted. */
  | { readonly kind: 'cancelled'; readonly by: Side }
  /** It cannot go on. */
  | { readonly kind: 'failed'; readonly error: SdkError };

/** How far a transfer is. */
export interface TransferProgress {
  /** Bytes that the receiver has: received at the receiver, acknowledged at the sender. Never goes back but for damage. */
  readonly bytes: number;
  /** Bytes to be had. */
  readonly totalBytes: number;
  /** Speed of the last seconds. */
  readonly bytesPerSecond: number;
  /** Time to the end at this speed, in milliseconds; `undefined` while nothing moves. */
  readonly remainingMs: number | undefined;
}

/** Whether a transfer in this state is over. */
export function isOver({ kind }: TransferState): boolean {
  return kind === 'done' || kind === 'refused' || kind === 'cancelled' || kind === 'failed';
}
