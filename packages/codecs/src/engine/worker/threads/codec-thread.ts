import type { SdkError } from '@remotemedia/base';
import type { ThreadRequest } from '../protocol.ts';

/** Where sessions run: a `Worker`, a thread of Node, or this very thread where there is neither. */
export interface CodecThread {
  /** Sends a request; buffers in `transfer` are gone from here. */
  post(request: ThreadRequest, transfer: Transferable[]): void;
  /** Whether the process must stay alive for it: only while something is pending. No meaning in a browser. */
  hold(isPending: boolean): void;
  /** Ends it at once, running work included; nothing is heard of it any more. Idempotent. */
  terminate(): void;
}

/** Whom a thread tells. */
export interface ThreadListener {
  /** A message, unchecked. */
  readonly message: (message: unknown) => void;
  /** It is dead or was never alive. Said once, and not after `terminate`. */
  readonly death: (error: SdkError) => void;
}
