import type { SdkError } from '@remotemedia/base';
import type { SeatRequest, StartMessage } from './protocol.ts';

/** Where a seat is: a `Worker`, a thread of Node, the port of an `AudioWorkletNode`. */
export interface GraphThread {
  /** Sends a message; what is in `transfer` is gone from here. */
  post(message: SeatRequest | StartMessage, transfer: Transferable[]): void;
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

/** Starts a thread. @throws {SdkError} `unavailable` when it cannot be made */
export type StartThread = (listener: ThreadListener) => GraphThread;
