import type { Undo } from '@remotemedia/base';

/** Calls `listener` when the page goes away (closed, reloaded, navigated, frozen into the back/forward cache). */
export function onPageHide(listener: () => void): Undo {
  const page: { addEventListener?: unknown } = globalThis;
  if (typeof document === 'undefined' || typeof page.addEventListener !== 'function') return () => {};
  globalThis.addEventListener('pagehide', listener);
  return () => globalThis.removeEventListener('pagehide', listener);
}
