import { SendWindow } from '../hub/send-window.ts';
import type { Stay } from '../hub/stay.ts';
import type { RpcError } from './rpc-failure.ts';

/** What became of a call. */
export type CallOutcome = { readonly result: unknown } | { readonly error: RpcError };

/** Answers that numbered calls got, by stay, so that they outlive the socket that asked. */
const WINDOWS = new WeakMap<Stay, SendWindow<CallOutcome>>();

/**
 * Carries a call out, once for each number: a resumable client numbers its calls (`seq` in the params: 1, 2, 3 …)
 * and repeats one whose answer was lost with its socket. Calls without a number are carried out each time.
 */
export function answerOnce(stay: Stay | undefined, seq: unknown, carryOut: () => CallOutcome): CallOutcome {
  if (!stay || stay.token === undefined || typeof seq !== 'number') return carryOut();
  if (!Number.isSafeInteger(seq) || seq < 1) return carryOut();
  const window = WINDOWS.get(stay) ?? new SendWindow<CallOutcome>();
  WINDOWS.set(stay, window);
  return window.answer(seq, carryOut, () => ({ result: { success: true } }));
}
