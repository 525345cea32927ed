import { type Clock, systemClock } from './clock.ts';
import { SdkError } from './sdk-error.ts';

/** How long to wait, and for whom. */
export interface WaitOptions {
  /** Gives up early; the wait then rejects with `cancelled` (or with the `SdkError` that is the signal's reason). */
  signal?: AbortSignal | undefined;
  /** Longest wait in milliseconds; `Infinity` for none. */
  timeoutMs?: number | undefined;
  /** What waits, for the message of the error: "`what` took longer than … ms". */
  what?: string | undefined;
  /** Where time comes from. @default systemClock */
  clock?: Clock | undefined;
}

/** The error that an aborted signal stands for. */
export function abortError(signal: AbortSignal): SdkError {
  const { reason } = signal;
  if (reason instanceof SdkError) return reason;
  return new SdkError('cancelled', 'the caller aborted the operation', { cause: reason });
}

/**
 * Runs `work` with a signal that aborts when the caller's does or when the time is up, and settles no later
 * than that even if `work` ignores the signal. The timer and the listener are gone when it settles.
 *
 * @throws {SdkError} `deadline-exceeded` when the time is up, `cancelled` when the caller aborted, else what `work` threw
 */
export async function withDeadline<T>(work: (signal: AbortSignal) => Promise<T>, options: WaitOptions): Promise<T> {
  const { signal, timeoutMs = Number.POSITIVE_INFINITY, what = 'the operation', clock = systemClock } = options;
  if (signal?.aborted) throw abortError(signal);
  const controller = new AbortController();
  let giveUp: (error: SdkError) => void = () => {};
  const over = new Promise<never>((_resolve, reject) => {
    giveUp = (error) => {
      controller.abort(error);
      reject(error);
    };
  });
  const onAbort = () => signal && giveUp(abortError(signal));
  signal?.addEventListener('abort', onAbort, { once: true });
  const stopTimer = Number.isFinite(timeoutMs)
    ? clock.after(timeoutMs, () =>
        giveUp(new SdkError('deadline-exceeded', `${what} took longer than ${timeoutMs} ms`)),
      )
    : () => {};
  try {
    return await Promise.race([work(controller.signal), over]);
  } finally {
    stopTimer();
    signal?.removeEventListener('abort', onAbort);
  }
}

/** Waits `delayMs` milliseconds. @throws {SdkError} `cancelled` when `signal` aborts first */
export function sleep(delayMs: number, options: { signal?: AbortSignal; clock?: Clock } = {}): Promise<void> {
  const { signal, clock = systemClock } = options;
  return new Promise((resolve, reject) => {
    if (signal?.aborted) return reject(abortError(signal));
    const onAbort = () => {
      stopTimer();
      if (signal) reject(abortError(signal));
    };
    const stopTimer = clock.after(delayMs, () => {
      signal?.removeEventListener('abort', onAbort);
      resolve();
    });
    signal?.addEventListener('abort', onAbort, { once: true });
    return undefined;
  });
}
