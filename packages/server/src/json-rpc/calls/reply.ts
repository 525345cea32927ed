import type { Awaitable } from '../../hub/awaitable.ts';
import { PARSE_ERROR, rpcError } from '../dialects/rpc-error.ts';
import type { SessionState } from '../session-state.ts';
import { replyToBatch } from './batch.ts';
import { failure, replyToCall } from './call.ts';
import { FrameText } from './call-id.ts';

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
  const text = new FrameText(frame);
  if (Array.isArray(content)) return replyToBatch(content, text, state);
  return replyToCall(content, { frame: text, index: 0 }, state);
}
