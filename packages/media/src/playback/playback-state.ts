import type { SdkError } from '@remotemedia/base';

/** Where one element is. */
export type PlaybackState =
  /** It has nothing to play. */
  | { readonly kind: 'idle' }
  /** It plays, with its sound. */
  | { readonly kind: 'playing' }
  /** Something other than us paused it: the system, a headset that was pulled out, a key of the keyboard. */
  | { readonly kind: 'paused' }
  /** The browser wants a gesture first; a picture may go on without its sound meanwhile. See `unlockPlayback`. */
  | { readonly kind: 'blocked' }
  /** It cannot play this at all. */
  | { readonly kind: 'failed'; readonly error: SdkError };
