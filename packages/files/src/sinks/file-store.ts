import { SdkError } from '@remotemedia/base';
import { type FileIdentity, pieceCount } from '../layout.ts';
import type { FileSink } from './file-sink.ts';
import { StoreEntry } from './store-entry.ts';
import { lockedFolders, tryLock } from './store-lock.ts';
import { StoreSink } from './store-sink.ts';

const FOLDER = 'remotemedia-files';

/** What may stay behind. */
export interface StoreLimits {
  /** Longest time that a file nobody uses is kept, in milliseconds. */
  readonly maxAgeMs: number;
  /** Most bytes of files that nobody uses; the oldest go first. */
  readonly maxBytes: number;
}

/** A received file, or a part of one, that no transfer uses. */
export interface StoredFile {
  /** Name, made safe. */
  readonly name: string;
  /** Media type, as the sender said. */
  readonly type: string;
  /** Length of the whole file. */
  readonly sizeBytes: number;
  /** What is there of it. */
  readonly storedBytes: number;
  /** When a transfer was at work on it last, in milliseconds since 1970. */
  readonly touchedMs: number;
  /** The file. @throws {SdkError} `failed-precondition` when it is not all there and checked, `data-loss` when it was cut */
  file(): Promise<File>;
  /** Deletes it, unless a transfer uses it by now. */
  discard(): Promise<void>;
}

/** Received files in the origin's private file system: whole ones, and parts to go on from. */
export class FileStore {
  readonly #limits: StoreLimits;
  readonly #wallNowMs: () => number;
  readonly #open = new Set<StoreSink>();

  /** @param wallNowMs milliseconds since 1970 */
  constructor(limits: StoreLimits, wallNowMs: () => number = Date.now) {
    this.#limits = limits;
    this.#wallNowMs = wallNowMs;
  }

  /** Whether this browser, and this page in it, can have a store. */
  static isAvailable(): boolean {
    return (
      typeof navigator === 'object' &&
      typeof navigator.storage?.getDirectory === 'function' &&
      typeof navigator.locks?.request === 'function' &&
      typeof FileSystemFileHandle === 'function' &&
      'createWritable' in FileSystemFileHandle.prototype
    );
  }

  /** How much of a file is there from an earlier try. */
  async storedBytes(key: string): Promise<number> {
    const entry = await readEntry(await rootFolder(), key);
    return entry ? entry.sizeBytes() : 0;
  }

  /**
   * Opens the place of a file, with what is there of it.
   *
   * @throws {SdkError} `resource-exhausted` when the browser has not got so much space for this page
   */
  async open(identity: FileIdentity): Promise<FileSink> {
    // Another page, or another transfer of this one, may receive the same file: then this one gets a place of its own.
    const own = await tryLock(identity.key);
    const folderName = own ? identity.key : `${identity.key}-${crypto.randomUUID()}`;
    const unlock = own ?? (await tryLock(folderName));
    if (!unlock) throw new SdkError('internal', `another has the folder ${folderName}, which nobody can know`);
    try {
      await this.sweep();
      const root = await rootFolder();
      const had = await readEntry(root, folderName);
      await checkSpace(identity.sizeBytes - (had ? await had.sizeBytes() : 0));
      const folder = await root.getDirectoryHandle(folderName, { create: true });
      const entry = await StoreEntry.create(folder, identity, this.#wallNowMs());
      const sink: StoreSink = new StoreSink(
        entry,
        () => root.removeEntry(folderName, { recursive: true }),
        () => {
          this.#open.delete(sink);
          unlock();
        },
      );
      this.#open.add(sink);
      return sink;
    } catch (error) {
      unlock();
      throw error;
    }
  }

  /** What no transfer uses, newest first. */
  async list(): Promise<readonly StoredFile[]> {
    const files: StoredFile[] = [];
    for (const entry of await freeEntries()) {
      const { name, type, sizeBytes } = entry.identity;
      const storedBytes = await entry.sizeBytes();
      const { touchedMs, folderName } = entry;
      const file = () => wholeOf(entry);
      files.push({ name, type, sizeBytes, storedBytes, touchedMs, file, discard: () => remove(folderName) });
    }
    return files;
  }

  /** Deletes what is too old or too much, of what nobody uses. */
  async sweep(): Promise<void> {
    let bytes = 0;
    const oldestMs = this.#wallNowMs() - this.#limits.maxAgeMs;
    for (const entry of await freeEntries()) {
      bytes += await entry.sizeBytes();
      if (entry.touchedMs < oldestMs || bytes > this.#limits.maxBytes) await remove(entry.folderName);
    }
  }

  /** Lets go of all that is open; what was written stays. Calling it again does nothing. */
  close(): void {
    for (const sink of [...this.#open]) void sink.keep();
  }
}

function rootFolder(): Promise<FileSystemDirectoryHandle> {
  return navigator.storage.getDirectory().then((origin) => origin.getDirectoryHandle(FOLDER, { create: true }));
}

async function readEntry(root: FileSystemDirectoryHandle, folderName: string): Promise<StoreEntry | undefined> {
  try {
    return await StoreEntry.read(await root.getDirectoryHandle(folderName));
  } catch {
    return undefined;
  }
}

/** Entries that nobody has locked, newest first. What is half made and nobody's is deleted on the way. */
async function freeEntries(): Promise<StoreEntry[]> {
  const root = await rootFolder();
  const names: string[] = [];
  for await (const name of root.keys()) names.push(name);
  const locked = await lockedFolders();
  const entries: StoreEntry[] = [];
  for (const name of names) {
    if (locked.has(name)) continue;
    const entry = await readEntry(root, name);
    if (entry) entries.push(entry);
    else await remove(name);
  }
  return entries.sort((a, b) => b.touchedMs - a.touchedMs);
}

async function remove(folderName: string): Promise<void> {
  const unlock = await tryLock(folderName);
  if (!unlock) return;
  try {
    await (await rootFolder()).removeEntry(folderName, { recursive: true });
  } catch {
    // Somebody was faster.
  } finally {
    unlock();
  }
}

async function wholeOf(entry: StoreEntry): Promise<File> {
  const [count, there] = [pieceCount(entry.identity), (await entry.indexes()).length];
  if (entry.isWhole && there === count) {
    const file = await entry.file();
    if (file.size === entry.identity.sizeBytes) return file;
    throw new SdkError('data-loss', 'pieces were damaged on disk; the sender must send it again');
  }
  throw new SdkError(
    'failed-precondition',
    `${there} of ${count} pieces are there, not checked as a whole; the sender must send it again`,
  );
}

async function checkSpace(neededBytes: number): Promise<void> {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } = await navigator.storage.estimate();
  if (neededBytes <= quota - usage) return;
  const detail = `the browser has ${quota - usage} bytes left for this page, and ${neededBytes} are needed`;
  throw new SdkError('resource-exhausted', detail);
}
