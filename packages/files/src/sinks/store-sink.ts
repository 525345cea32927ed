import { SdkError, type Undo } from '@remotemedia/base';
import { pieceLength } from '../layout.ts';
import type { FileSink, StoredPiece } from './file-sink.ts';
import type { StoreEntry } from './store-entry.ts';

/** One transfer's place in the store. */
export class StoreSink implements FileSink {
  readonly #entry: StoreEntry;
  readonly #remove: () => Promise<void>;
  readonly #unlock: Undo;

  /** @param remove deletes the entry, while it is still locked */
  constructor(entry: StoreEntry, remove: () => Promise<void>, unlock: Undo) {
    this.#entry = entry;
    this.#remove = remove;
    this.#unlock = unlock;
  }

  async *stored(): AsyncGenerator<StoredPiece, void, undefined> {
    for (const index of await this.#entry.indexes()) {
      const bytes = new Uint8Array(await (await this.#entry.piece(index)).arrayBuffer());
      if (bytes.length === pieceLength(this.#entry.identity, index)) yield { index, bytes };
    }
  }

  write(bytes: Uint8Array, positionBytes: number): Promise<void> {
    return this.#entry.write(positionBytes / this.#entry.identity.pieceBytes, bytes);
  }

  /** The lock stays: as long as this page lives, nobody deletes what its file is made of. */
  async finish(): Promise<File> {
    await this.#entry.markWhole();
    return this.#entry.file();
  }

  async keep(): Promise<void> {
    this.#unlock();
  }

  async discard(): Promise<void> {
    try {
      await this.#remove();
    } catch (error) {
      const isGone = error instanceof DOMException && error.name === 'NotFoundError';
      if (!isGone) throw SdkError.from(error, 'unavailable');
    } finally {
      this.#unlock();
    }
  }
}
