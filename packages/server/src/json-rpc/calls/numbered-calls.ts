import type { Awaitable } from '../../hub/awaitable.ts';
import { SendWindow } from '../../hub/send-window.ts';
import type { Stay } from '../../hub/stay.ts';
import type { RpcError } from '../dialects/rpc-error.ts';

/** What became of a call. */
export type CallOutcome = { readonly result: unknown } | { readonly error: RpcError };

/** Answers that numbered calls got, by stay, so that they outlive the socket that asked. */
const WINDOWS = new WeakMap<Stay, SendWindow<Awaitable<CallOutcome>>>();

/**
 * The client's own number of a call, from 1 up: a client that can resume its stay numbers its calls (`seq` in the
 * params: 1, 2, 3 …) and repeats one whose answer was lost with its socket. 0 for a call without a number.
 */
export function callNumber(stay: Stay | undefined, seq: unknown): number {
  if (stay?.token === undefined || typeof seq !== 'number') return 0;
  return Number.isSafeInteger(seq) && seq > 0 ? seq : 0;
}

/** Carries a call out, once for each number; calls without a number are carried out each time. */
export function answerOnce(
  stay: Stay | undefined,
  number: number,
  carryOut: () => Awaitable<CallOutcome>,
): Awaitable<CallOutcome> {
  if (!stay || number === 0) return carryOut();
  const window = WINDOWS.get(stay) ?? new SendWindow<Awaitable<CallOutcome>>();
  WINDOWS.set(stay, window);
  return window.answer(number, carryOut, () => ({ result: { success: true } }));
}
