import type { SignalingRequest, SignalingResponse } from '@remotemedia/protocol/webrtc';
import type { Caller } from '../access/grant.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import { toSdkError } from './connect-errors.ts';
import { OutStream } from './out-stream.ts';
import { news } from './responses.ts';
import { SignalSession, type SignalSessionOptions } from './signal-session.ts';

/** Replies that may wait for a client that does not read; after that its requests wait, too. */
const MAX_WAITING_REPLIES = 64;

/** Settings of a {@link SignalCall}. */
export interface SignalCallOptions extends Omit<SignalSessionOptions, 'caller' | 'onNews' | 'onEnd'> {
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
  /** Called once, when the call is over. */
  readonly onClose: () => void;
}

/** One call of `WebRtcSignaling.Signal` that Connect carries (gRPC-Web and Connect over HTTP/2, gRPC with JSON). */
export class SignalCall {
  /** What goes back to the client. */
  readonly responses: OutStream<SignalingResponse>;
  readonly #options: SignalCallOptions;
  readonly #replies: SignalingResponse[] = [];
  #session: SignalSession | undefined;
  #onRoom: (() => void) | undefined;
  #isOver = false;

  /** @param options see {@link SignalCallOptions} */
  constructor(options: SignalCallOptions) {
    const { signal, onClose } = options;
    this.#options = options;
    const close = () => {
      this.#isOver = true;
      this.#session?.close();
      this.#onRoom?.();
      onClose();
    };
    this.responses = new OutStream({ pull: () => this.#pull(), onClose: close, signal });
  }

  /**
   * Carries out requests until there are no more, one is refused without a way to say so, or the call ends. Never rejects.
   *
   * @param callerOf finds out who calls, or throws what the call is to end with
   */
  async run(requests: AsyncIterable<SignalingRequest>, callerOf: () => Awaitable<Caller>): Promise<void> {
    try {
      const session = this.#open(await callerOf());
      for await (const request of requests) {
        if (this.#isOver) return;
        const answered = session.answer(request);
        this.#replies.push(answered instanceof Promise ? await answered : answered);
        this.responses.wake();
        if (this.#replies.length >= MAX_WAITING_REPLIES) await this.#room();
      }
      session.close();
      this.responses.end();
    } catch (caught) {
      this.#session?.close();
      this.responses.end(toSdkError(caught));
    }
  }

  #open(caller: Caller): SignalSession {
    this.#session = new SignalSession({
      ...this.#options,
      caller,
      onNews: () => this.responses.wake(),
      onEnd: (reason) => this.responses.end(reason),
    });
    return this.#session;
  }

  #pull(): SignalingResponse | undefined {
    const reply = this.#replies.shift();
    if (reply) {
      this.#onRoom?.();
      return reply;
    }
    const notification = this.#session?.take();
    return notification && news(notification);
  }

  async #room(): Promise<void> {
    while (!this.#isOver && this.#replies.length >= MAX_WAITING_REPLIES) {
      await new Promise<void>((resolve) => {
        this.#onRoom = resolve;
      });
    }
    this.#onRoom = undefined;
  }
}
