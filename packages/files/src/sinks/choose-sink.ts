import { SdkError } from '@remotemedia/base';
import type { FileIdentity } from '../layout.ts';
import { DiskSink } from './disk-sink.ts';
import type { FileSink } from './file-sink.ts';
import type { FileStore } from './file-store.ts';
import { MemorySink } from './memory-sink.ts';

/**
 * Where a received file goes: `store`, the origin's private file system, which survives a reload; `memory`; a file that
 * the user chose, by its handle or as an open stream; or a place of the application's own.
 */
export type SinkChoice = 'store' | 'memory' | FileSystemFileHandle | FileSystemWritableFileStream | FileSink;

/** What can be chosen from. */
export interface SinkSources {
  /** The private file system, where there is one. */
  readonly store: FileStore | undefined;
  /** Longest file that may go to memory. */
  readonly maxMemoryBytes: number;
}

/**
 * Opens the chosen place, or the best there is: the store, else memory.
 *
 * @throws {SdkError} `resource-exhausted` when the file is too long for it, `unimplemented` when there is no store
 */
export async function openSink(
  choice: SinkChoice | undefined,
  file: { readonly identity: FileIdentity; readonly name: string },
  { store, maxMemoryBytes }: SinkSources,
): Promise<FileSink> {
  if (choice === 'memory' || (choice === undefined && !store)) {
    return new MemorySink(file.identity, file.name, maxMemoryBytes);
  }
  if (choice === 'store' || choice === undefined) {
    if (store) return store.open({ ...file.identity, name: file.name });
    throw new SdkError('unimplemented', 'this browser has no private file system to write to; give another sink');
  }
  if ('createWritable' in choice) return DiskSink.ofHandle(choice);
  if ('getWriter' in choice) return DiskSink.ofStream(choice);
  return choice;
}
