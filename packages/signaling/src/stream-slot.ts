import type { Undo } from '@remotemedia/base';

/** Streams that all tabs of a browser may hold to one cleartext origin: six connections less two for other requests. */
const SLOTS = 4;

/**
 * Takes one of the origin's slots for a long-lived stream over HTTP/1.1, shared by all tabs through Web Locks,
 * and gives the function that hands it back; `undefined` when none is free or tabs cannot agree (no Web Locks,
 * as on pages that are not a secure context). Outside a browser there is no limit to share.
 */
export async function takeStreamSlot(origin: string): Promise<Undo | undefined> {
  if (typeof document === 'undefined' && !('WorkerGlobalScope' in globalThis)) return () => {};
  const locks: LockManager | undefined = navigator.locks;
  if (!locks) return undefined;
  // From a slot at random on, since each that is taken already costs a question to the browser.
  const first = Math.floor(Math.random() * SLOTS);
  for (let tried = 0; tried < SLOTS; tried += 1) {
    const release = await tryLock(locks, `remotemedia-stream ${(first + tried) % SLOTS} ${origin}`);
    if (release) return release;
  }
  return undefined;
}

function tryLock(locks: LockManager, name: string): Promise<Undo | undefined> {
  return new Promise((resolve) => {
    const held = (lock: Lock | null): Promise<void> | undefined => {
      if (!lock) {
        resolve(undefined);
        return undefined;
      }
      return new Promise<void>((release) => resolve(release));
    };
    locks.request(name, { ifAvailable: true }, held).catch(() => resolve(undefined));
  });
}
