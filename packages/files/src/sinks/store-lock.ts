import type { Undo } from '@remotemedia/base';

const PREFIX = 'remotemedia-files/';

/**
 * Takes a folder of the store for one transfer, until it is given back or the page ends; `undefined` when another, of
 * this page or of another of this origin, has it. Source: Web Locks API §2.
 */
export function tryLock(folderName: string): Promise<Undo | undefined> {
  return new Promise((resolve, reject) => {
    const hold = (lock: Lock | null) => {
      if (lock) return new Promise<void>((giveBack) => resolve(giveBack));
      resolve(undefined);
      return undefined;
    };
    navigator.locks.request(PREFIX + folderName, { ifAvailable: true }, hold).catch(reject);
  });
}

/** The folders that are taken now. */
export async function lockedFolders(): Promise<ReadonlySet<string>> {
  const { held = [] } = await navigator.locks.query();
  const names = held.map(({ name = '' }) => name).filter((name) => name.startsWith(PREFIX));
  return new Set(names.map((name) => name.slice(PREFIX.length)));
}
