/** A piece that a sink has from an earlier try. */
export interface StoredPiece {
  /** Its place in the file. */
  readonly index: number;
  /** Its content, read back. */
  readonly bytes: Uint8Array;
}

/**
 * Where the bytes of a file go. Pieces arrive checked, each whole, mostly in order; `write` may be called again before
 * the last call has settled. After one of `finish`, `keep` and `discard` nothing else is called, but `keep` or `discard` after
 * `finish` has settled: when it failed, or nobody wants the file any more.
 */
export interface FileSink {
  /** Writes at a place of the file; resolves when the sender may send more. */
  write(bytes: Uint8Array, positionBytes: number): Promise<void>;
  /** The file is whole; gives it if it can be read from here. */
  finish(): Promise<File | undefined>;
  /** The transfer was cancelled or failed, or nobody wants the file: what was written is to go, if it is ours. */
  discard(): Promise<void>;
  /** The way was lost for good, or the page closes. Without it the sink is asked to discard. */
  keep?(): Promise<void>;
  /** What is there from an earlier try, piece by piece. Without it everything is sent. */
  stored?(): AsyncIterable<StoredPiece>;
}
