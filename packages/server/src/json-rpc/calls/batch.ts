import type { Awaitable } from '../../hub/awaitable.ts';
import { LIMIT_EXCEEDED, rpcError } from '../dialects/rpc-error.ts';
import { isRecord } from '../params/params.ts';
import type { SessionState } from '../session-state.ts';
import { failure, invalidRequest, replyToCall } from './call.ts';
import { type FrameText, isCallId } from './call-id.ts';

/** Most calls of one batch. */
const MAX_CALLS = 64;
/** Most characters of the replies to one batch; calls after that are refused. */
const MAX_REPLY_CHARS = 1_048_576;

/**
 * Carries the calls of a batch out, one after another (JSON-RPC 2.0 §6).
 *
 * @param frame what the batch was parsed from
 * @returns the replies in the order of the calls; `undefined` where none is due
 */
export function replyToBatch(
  calls: readonly unknown[],
  frame: FrameText,
  state: SessionState,
): Awaitable<string | undefined> {
  if (calls.length === 0) return failure('null', invalidRequest('a batch must have a call in it'));
  if (calls.length > MAX_CALLS) {
    return failure('null', invalidRequest(`a batch may have ${MAX_CALLS} calls, got ${calls.length}`));
  }
  return new Batch(calls, frame, state).reply();
}

class Batch {
  readonly #calls: readonly unknown[];
  readonly #frame: FrameText;
  readonly #state: SessionState;
  readonly #replies: string[] = [];
  #chars = 0;
  #next = 0;

  constructor(calls: readonly unknown[], frame: FrameText, state: SessionState) {
    this.#calls = calls;
    this.#frame = frame;
    this.#state = state;
  }

  /** Goes on until the end, at once as far as that goes. */
  reply(): Awaitable<string | undefined> {
    while (this.#next < this.#calls.length) {
      const reply = this.#replyToNext();
      if (reply instanceof Promise) {
        return reply.then((text) => {
          this.#add(text);
          return this.reply();
        });
      }
      this.#add(reply);
    }
    return this.#replies.length === 0 ? undefined : `[${this.#replies.join(',')}]`;
  }

  #replyToNext(): Awaitable<string | undefined> {
    const index = this.#next;
    const call = this.#calls[index];
    this.#next += 1;
    if (this.#chars < MAX_REPLY_CHARS) return replyToCall(call, { frame: this.#frame, index }, this.#state);
    const id = isRecord(call) && isCallId(call['id']) ? call['id'] : null;
    const error = rpcError(
      LIMIT_EXCEEDED,
      'resource-exhausted',
      'the replies of this batch are too long; call it alone',
    );
    return id === undefined ? undefined : failure(this.#frame.idText(id, index), error);
  }

  #add(reply: string | undefined): void {
    if (reply === undefined) return;
    this.#replies.push(reply);
    this.#chars += reply.length;
  }
}
