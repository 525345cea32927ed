import type { Undo } from '@remotemedia/base';
import type { TransferProgress, TransferState } from './transfer-state.ts';

/** What a transfer announces. */
export interface TransferEvents {
  /** Its state changed. */
  stateChange: TransferState;
  /** More is there; at most ten times a second, and at the end. */
  progress: TransferProgress;
}

/** One file on its way between us and one peer. */
export interface FileTransfer<Result> {
  /** Who is at the other side. */
  readonly peerId: string;
  /** Name of the file; of one that comes, made safe to show and to write. */
  readonly name: string;
  /** Length of the file. */
  readonly sizeBytes: number;
  /** Where it is in its life. */
  readonly state: TransferState;
  /** How far it is. */
  readonly progress: TransferProgress;
  /** Settles when it is over; rejects with an `SdkError` when the file did not arrive. */
  readonly finished: Promise<Result>;
  /** Ends it at both sides and lets go of all it holds; what had come is deleted. Does nothing once it is over. */
  cancel(): void;
  /** Calls `listener` at each `event` until the returned function is called or `options.signal` aborts. */
  on<Name extends keyof TransferEvents>(
    event: Name,
    listener: (payload: TransferEvents[Name]) => void,
    options?: { signal?: AbortSignal },
  ): Undo;
}

/** A file that we send to one peer; `finished` resolves with the digest of the whole. */
export type OutgoingTransfer = FileTransfer<string>;

/** A file that has arrived. */
export interface ReceivedFile {
  /**
   * The file, where it can be read from here: not when it went to a stream or sink of the application's own. Its type is
   * the sender's word: HTML or SVG of a stranger must not be opened in the page's own origin.
   */
  readonly file: File | undefined;
  /** Digest of the whole, as the sender has it. */
  readonly digest: string;
  /** Deletes what is ours of it: what is in the store. Files that the user chose stay. */
  discard(): Promise<void>;
}

/** A file that a peer sends to us; `finished` resolves with it once it is whole and checked. */
export interface IncomingTransfer extends FileTransfer<ReceivedFile> {
  /** Media type, as the sender said. */
  readonly type: string;
}
