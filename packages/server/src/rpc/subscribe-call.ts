import type { Clock } from '@remotemedia/base';
import type { SubscribeRequest, SubscribeResponse } from '@remotemedia/protocol/webrtc';
import type { Caller } from '../access/grant.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import { OutStream } from './out-stream.ts';
import { heartbeat, SubscribeSession, type SubscribeSessionOptions } from './subscribe-session.ts';

/** Settings of a {@link SubscribeCall}. */
export interface SubscribeCallOptions extends Omit<SubscribeSessionOptions, 'onNews' | 'onEnd'> {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
  /** Called once, when the call is over. */
  readonly onClose: () => void;
}

/** One call of `WebRtcSignalingWeb.Subscribe` that Connect carries. */
export class SubscribeCall {
  /** What goes to the client. */
  readonly responses: OutStream<SubscribeResponse>;
  readonly #session: SubscribeSession;

  /** @param options see {@link SubscribeCallOptions} */
  constructor(options: SubscribeCallOptions) {
    const { timing, clock, signal, onClose } = options;
    this.#session = new SubscribeSession({
      ...options,
      onNews: () => this.responses.wake(),
      onEnd: (reason) => this.responses.end(reason),
    });
    const close = () => {
      this.#session.close();
      onClose();
    };
    const beat = { afterMs: timing.heartbeatIntervalMs, clock, message: heartbeat };
    this.responses = new OutStream({ pull: () => this.#session.take(), onClose: close, signal, heartbeat: beat });
  }

  /** Enters the room or takes the stay up again, as {@link SubscribeSession.open} does. Never rejects. */
  open(request: SubscribeRequest, callerOf: () => Awaitable<Caller>): Promise<void> {
    return this.#session.open(request, callerOf);
  }
}
