import type { Awaitable } from '../../hub/awaitable.ts';
import { PARSE_ERROR, rpcError } from '../dialects/rpc-error.ts';
import type { SessionState } from '../session-state.ts';
import { replyToBatch } from './batch.ts';
import { failure, replyToCall } from './call.ts';

/**
 * Turns one frame into its reply, in ASCII.
 *
 * @returns at once, unless a call has to wait for something; `undefined` where no reply is due
 */
export function replyTo(frame: string, state: SessionState): Awaitable<string | undefined> {
  let content: unknown;
  try {
    content = JSON.parse(frame);
  } catch {
    return failure('null', rpcError(PARSE_ERROR, 'invalid-argument', 'the frame is not JSON'));
  }
  if (Array.isArray(content)) return replyToBatch(content, frame, state);
  return replyToCall(content, { frame, index: undefined }, state);
}
