import { type Clock, Disposables, type Undo } from '@remotemedia/base';

/** How often the clock is looked at, in milliseconds. */
const TICK_MS = 2_000;
/** By how much more than that it must have moved on for the machine to have slept, in milliseconds. */
const JUMP_MS = 3_000;

/** Calls `listener` when the page goes away (closed, reloaded, navigated, frozen into the back/forward cache). */
export function onPageHide(listener: () => void): Undo {
  const page = new Disposables();
  if (typeof document !== 'undefined') listenTo(page, globalThis, 'pagehide', listener);
  return () => page.dispose();
}

/** Whether nobody sees the page. */
export function isPageHidden(): boolean {
  return typeof document !== 'undefined' && document.visibilityState === 'hidden';
}

/**
 * Calls `listener` when what was true of the network a moment ago may be so no more: the browser is online again or on
 * another network, the page is seen or thawed again, the machine slept.
 */
export function onWake(clock: Clock, listener: () => void): Undo {
  const page = new Disposables();
  listenTo(page, globalThis, 'online', listener);
  if (typeof document !== 'undefined') {
    listenTo(page, document, 'visibilitychange', () => isPageHidden() || listener());
    // Page Lifecycle, "resume": the page was frozen.
    listenTo(page, document, 'resume', listener);
  }
  // Network Information API, in Chromium alone.
  if (typeof navigator !== 'undefined' && 'connection' in navigator)
    listenTo(page, navigator.connection, 'change', listener);
  page.add(onClockJump(clock, listener));
  return () => page.dispose();
}

/** The clock of timers stands still while some machines sleep; the time of day goes on. */
function onClockJump(clock: Clock, listener: () => void): Undo {
  let beforeMs = Date.now();
  let stop: Undo = () => {};
  const tick = () => {
    const nowMs = Date.now();
    const isJump = nowMs - beforeMs > TICK_MS + JUMP_MS;
    beforeMs = nowMs;
    stop = clock.after(TICK_MS, tick);
    if (isJump) listener();
  };
  stop = clock.after(TICK_MS, tick);
  return () => stop();
}

/** Does nothing where there are no events, as in Node. */
function listenTo(page: Disposables, target: unknown, name: string, listener: () => void): void {
  if (target && typeof target === 'object' && 'addEventListener' in target)
    page.listen(target as EventTarget, name, listener);
}
