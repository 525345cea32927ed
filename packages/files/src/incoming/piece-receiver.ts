import { SdkError } from '@remotemedia/base';
import { sameBytes, sha256 } from '../digest.ts';
import { type FileIdentity, pieceCount, pieceLength } from '../layout.ts';
import type { FileSink } from '../sinks/file-sink.ts';
import { toRuns } from '../wire/ranges.ts';

/** How often one piece may arrive damaged. */
const MAX_DAMAGES = 3;

/** Who hears what becomes of the pieces. */
export interface PieceListener {
  /** More bytes are here; a negative number when some turned out to be damaged or must come again. */
  onBytes(bytes: number): void;
  /** A piece is checked and written. */
  onWritten(index: number): void;
  /** A piece is damaged and must come again. */
  onDamaged(index: number): void;
  /** It cannot go on. */
  onError(error: SdkError): void;
}

interface OpenPiece {
  readonly index: number;
  readonly digest: Uint8Array;
  readonly bytes: Uint8Array;
  filled: number;
}

/** Puts pieces together, checks them and writes them; knows what is there. Takes nothing that was not to be sent. */
export class PieceReceiver {
  readonly #identity: FileIdentity;
  readonly #sink: FileSink;
  readonly #windowPieces: number;
  readonly #listener: PieceListener;
  readonly #digests: (Uint8Array | undefined)[];
  readonly #damages = new Map<number, number>();
  readonly #writing = new Map<number, Promise<void>>();
  #open: OpenPiece | undefined;
  #missing: number;

  /** @param windowPieces most pieces that may be here without being written */
  constructor(identity: FileIdentity, sink: FileSink, windowPieces: number, listener: PieceListener) {
    this.#identity = identity;
    this.#sink = sink;
    this.#windowPieces = windowPieces;
    this.#listener = listener;
    this.#missing = pieceCount(identity);
    this.#digests = new Array(this.#missing);
  }

  /** Reads what the sink has from an earlier try. @throws what the sink throws */
  async load(signal: AbortSignal): Promise<void> {
    for await (const { index, bytes } of this.#sink.stored?.() ?? []) {
      if (signal.aborted) return;
      this.#set(index, await sha256(bytes));
    }
  }

  /** Runs of pieces that are here. */
  get have(): number[] {
    return toRuns((index) => this.#digests[index] !== undefined, pieceCount(this.#identity));
  }

  /** Bytes of the pieces that are here. */
  get haveBytes(): number {
    let bytes = 0;
    this.#digests.forEach((digest, index) => {
      if (digest) bytes += pieceLength(this.#identity, index);
    });
    return bytes;
  }

  /** The digests of all pieces; `undefined` while one is missing. */
  get whole(): readonly Uint8Array[] | undefined {
    return this.#missing === 0 ? this.#digests.map((digest) => digest ?? new Uint8Array()) : undefined;
  }

  /** A piece begins. @throws {SdkError} `invalid-argument` when it is not one that may come now */
  begin(index: number, digest: Uint8Array): void {
    if (this.#open) throw refused(index, `piece ${this.#open.index} is not complete`);
    if (index >= pieceCount(this.#identity)) throw refused(index, `there are ${pieceCount(this.#identity)}`);
    if (this.#digests[index] || this.#writing.has(index)) throw refused(index, 'it is here already');
    if (this.#writing.size >= this.#windowPieces) throw refused(index, `${this.#windowPieces} are not written yet`);
    this.#open = { index, digest, bytes: new Uint8Array(pieceLength(this.#identity, index)), filled: 0 };
  }

  /** More of the piece that was begun. @throws {SdkError} `invalid-argument` when there is none, or no room in it */
  add(bytes: Uint8Array): void {
    const open = this.#open;
    if (!open || bytes.length === 0 || open.filled + bytes.length > open.bytes.length) {
      throw new SdkError('invalid-argument', `${bytes.length} bytes of a file came that belong to no piece`);
    }
    open.bytes.set(bytes, open.filled);
    open.filled += bytes.length;
    this.#listener.onBytes(bytes.length);
    if (open.filled < open.bytes.length) return;
    this.#open = undefined;
    const written = this.#checkAndWrite(open).finally(() => this.#writing.delete(open.index));
    this.#writing.set(open.index, written);
    written.then(
      () => this.#digests[open.index] && this.#listener.onWritten(open.index),
      (error) => this.#listener.onError(SdkError.from(error)),
    );
  }

  /**
   * Compares pieces that are here from before with what the sender says of them.
   *
   * @throws {SdkError} `invalid-argument` when one of them is not here, `data-loss` when one differs too often
   */
  compare(first: number, digests: readonly Uint8Array[]): void {
    digests.forEach((expected, n) => {
      const index = first + n;
      const digest = this.#digests[index];
      if (!digest) throw refused(index, 'a digest came of it, and it is not here');
      if (sameBytes(digest, expected)) return;
      this.#digests[index] = undefined;
      this.#missing += 1;
      this.#damaged(index);
    });
  }

  /** The lane ended: what was begun will be sent anew. Resolves when nothing is being written any more. */
  async interrupt(): Promise<void> {
    if (this.#open) this.#listener.onBytes(-this.#open.filled);
    this.#open = undefined;
    await Promise.allSettled(this.#writing.values());
  }

  async #checkAndWrite({ index, digest, bytes }: OpenPiece): Promise<void> {
    if (!sameBytes(await sha256(bytes), digest)) return this.#damaged(index);
    try {
      await this.#sink.write(bytes, index * this.#identity.pieceBytes);
    } catch (error) {
      throw writeError(error);
    }
    this.#set(index, digest);
  }

  #set(index: number, digest: Uint8Array): void {
    if (!this.#digests[index]) this.#missing -= 1;
    this.#digests[index] = digest;
  }

  #damaged(index: number): void {
    const damages = (this.#damages.get(index) ?? 0) + 1;
    this.#damages.set(index, damages);
    if (damages >= MAX_DAMAGES) throw new SdkError('data-loss', `piece ${index} arrived damaged ${damages} times`);
    this.#listener.onBytes(-pieceLength(this.#identity, index));
    this.#listener.onDamaged(index);
  }
}

function refused(index: number, why: string): SdkError {
  return new SdkError('invalid-argument', `piece ${index} may not come now: ${why}`);
}

function writeError(error: unknown): SdkError {
  const isFull = error instanceof DOMException && error.name === 'QuotaExceededError';
  if (isFull) return new SdkError('resource-exhausted', 'there is no space left to write to', { cause: error });
  return SdkError.from(error, 'internal');
}
