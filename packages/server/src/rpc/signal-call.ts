import type { SignalingRequest, SignalingResponse } from '@remotemedia/protocol/webrtc';
import type { Hub } from '../hub/hub.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import { carryOut } from './carry-out.ts';
import { toSdkError } from './connect-errors.ts';
import { OutStream } from './out-stream.ts';
import { ack, news, refusal } from './responses.ts';

/** Replies that may wait for a client that does not read; after that its requests wait, too. */
const MAX_WAITING_REPLIES = 64;

/** Settings of a {@link SignalCall}. */
export interface SignalCallOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Where the client comes from. */
  readonly address: string;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
  /** Called once, when the call is over. */
  readonly onClose: () => void;
}

/** One call of `WebRtcSignaling.Signal`: requests in, replies and news out. One call is one stay; it ends with the call. */
export class SignalCall implements Outlet {
  /** What goes back to the client. */
  readonly responses: OutStream<SignalingResponse>;
  readonly #hub: Hub;
  readonly #address: string;
  readonly #replies: SignalingResponse[] = [];
  #stay: Stay | undefined;
  #onRoom: (() => void) | undefined;
  #isOver = false;

  /** @param options see {@link SignalCallOptions} */
  constructor({ hub, address, signal, onClose }: SignalCallOptions) {
    this.#hub = hub;
    this.#address = address;
    const close = () => {
      this.#isOver = true;
      this.#stay?.leave();
      this.#onRoom?.();
      onClose();
    };
    this.responses = new OutStream({ pull: () => this.#pull(), onClose: close, signal });
  }

  /** Carries out requests until there are no more, one is refused without a way to say so, or the call ends. Never rejects. */
  async run(requests: AsyncIterable<SignalingRequest>): Promise<void> {
    try {
      for await (const request of requests) {
        if (this.#isOver) return;
        this.#replies.push(this.#reply(request));
        this.responses.wake();
        if (this.#replies.length >= MAX_WAITING_REPLIES) await this.#room();
      }
      this.#stay?.leave();
      this.responses.end();
    } catch (caught) {
      this.#stay?.leave();
      this.responses.end(toSdkError(caught));
    }
  }

  /** There is news for the peer. */
  wake(): void {
    this.responses.wake();
  }

  /** The stay is over. After a clean leave the call goes on: the client may announce itself again. */
  end(reason: Error | undefined): void {
    if (reason) this.responses.end(reason);
  }

  #reply(request: SignalingRequest): SignalingResponse {
    try {
      return this.#carryOut(request);
    } catch (caught) {
      const error = toSdkError(caught);
      // Without an id nobody could tell which request was refused; the status ends the call instead.
      if (request.requestId === '') throw error;
      return refusal(request.requestId, error);
    }
  }

  #carryOut(message: SignalingRequest): SignalingResponse {
    const { request, requestId } = message;
    if (request.case !== 'announce' || (this.#stay && !this.#stay.isOver)) {
      return carryOut(this.#hub, this.#stay, message);
    }
    const stay = this.#hub.enter(request.value, { resumable: false, address: this.#address });
    this.#stay = stay;
    stay.attach(this);
    const others = stay.room.peers(stay).map(({ peerId }) => peerId);
    const facts = { peer_id: stay.peerId, peers_count: others.length + 1, other_peers: others };
    return ack(requestId, `Peer ${stay.peerId} announced successfully`, facts);
  }

  #pull(): SignalingResponse | undefined {
    const reply = this.#replies.shift();
    if (reply) {
      this.#onRoom?.();
      return reply;
    }
    const item = this.#stay?.take(this);
    return item && news(item.notification);
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
