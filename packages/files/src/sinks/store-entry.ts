import { type FileIdentity, pieceCount, pieceLength } from '../layout.ts';
import { readControl } from '../wire/control.ts';

/** Name of the file beside the pieces that says what they are of. */
const FACTS = 'file.json';

/** One file in the store: a folder with what it is and a file for each piece that is whole. */
export class StoreEntry {
  /** Name of the folder. */
  readonly folderName: string;
  /** What it is, with the name made safe. */
  readonly identity: FileIdentity;
  /** When it was written to last, in milliseconds since 1970. */
  readonly touchedMs: number;
  /** Whether all of it was there and checked as a whole when it was written to last. */
  readonly isWhole: boolean;
  readonly #folder: FileSystemDirectoryHandle;

  private constructor(folder: FileSystemDirectoryHandle, identity: FileIdentity, touchedMs: number, isWhole: boolean) {
    this.#folder = folder;
    this.folderName = folder.name;
    this.identity = identity;
    this.touchedMs = touchedMs;
    this.isWhole = isWhole;
  }

  /** Makes it, or says of the one that is there that it was used now. */
  static async create(folder: FileSystemDirectoryHandle, identity: FileIdentity, nowMs: number): Promise<StoreEntry> {
    const entry = new StoreEntry(folder, identity, nowMs, false);
    await entry.#writeFacts(false);
    return entry;
  }

  /** Reads it; `undefined` when it is not one of ours or half made. */
  static async read(folder: FileSystemDirectoryHandle): Promise<StoreEntry | undefined> {
    try {
      const facts: unknown = JSON.parse(await (await (await folder.getFileHandle(FACTS)).getFile()).text());
      const control = readControl(facts);
      if (control.t !== 'offer') return undefined;
      const { t: _t, id: _id, ...identity } = control;
      const more = facts as { readonly touchedMs?: unknown; readonly isWhole?: unknown };
      const touchedMs = Number(more.touchedMs);
      if (!Number.isFinite(touchedMs)) return undefined;
      return new StoreEntry(folder, identity, touchedMs, more.isWhole === true);
    } catch {
      return undefined;
    }
  }

  /** Which pieces are there, by the names of their files. */
  async indexes(): Promise<number[]> {
    const count = pieceCount(this.identity);
    const indexes: number[] = [];
    for await (const name of this.#folder.keys()) {
      const index = /^\d{1,5}$/.test(name) ? Number(name) : count;
      if (index < count) indexes.push(index);
    }
    return indexes.sort((a, b) => a - b);
  }

  /** Bytes in the pieces that are there. */
  async sizeBytes(): Promise<number> {
    let bytes = 0;
    for (const index of await this.indexes()) bytes += pieceLength(this.identity, index);
    return bytes;
  }

  /** One piece as a file, which is read only when somebody reads it. */
  async piece(index: number): Promise<File> {
    return (await this.#folder.getFileHandle(String(index))).getFile();
  }

  /** Writes a piece: it is there as a whole or not at all, even when the page ends in the middle. */
  write(index: number, bytes: Uint8Array): Promise<void> {
    return replace(this.#folder, String(index), bytes as Uint8Array<ArrayBuffer>);
  }

  /** Says that the whole was checked, for those who find it later. */
  markWhole(): Promise<void> {
    return this.#writeFacts(true);
  }

  /** The whole file, made of its pieces without reading them. */
  async file(): Promise<File> {
    const pieces: File[] = [];
    for (let index = 0; index < pieceCount(this.identity); index += 1) pieces.push(await this.piece(index));
    const { name, type, modifiedMs } = this.identity;
    return new File(pieces, name, { type, lastModified: modifiedMs });
  }

  #writeFacts(isWhole: boolean): Promise<void> {
    const facts = { t: 'offer', id: 0, ...this.identity, touchedMs: this.touchedMs, isWhole };
    return replace(this.#folder, FACTS, new Blob([JSON.stringify(facts)]));
  }
}

async function replace(folder: FileSystemDirectoryHandle, name: string, data: FileSystemWriteChunkType): Promise<void> {
  const stream = await (await folder.getFileHandle(name, { create: true })).createWritable();
  try {
    await stream.write(data);
    await stream.close();
  } catch (error) {
    await stream.abort().catch(() => {});
    throw error;
  }
}
