import { create } from '@bufbuild/protobuf';
import { type Clock, SdkError } from '@remotemedia/base';
import {
  type PeerInfo,
  type SubscribeRequest,
  type SubscribeResponse,
  SubscribeResponseSchema,
} from '@remotemedia/protocol/webrtc';
import type { Hub } from '../hub/hub.ts';
import { checkFirstOffer, relayFirstOffer } from '../hub/relay.ts';
import type { Outlet, Stay } from '../hub/stay.ts';
import type { Timing } from '../timing.ts';
import { OutStream } from './out-stream.ts';

/** Settings of a {@link SubscribeCall}. */
export interface SubscribeCallOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Where time comes from. */
  readonly clock: Clock;
  /** What clients are told about times. */
  readonly timing: Timing;
  /** Where the client comes from. */
  readonly address: string;
  /** Aborts when the client is gone or the server closes. */
  readonly signal: AbortSignal;
  /** Called once, when the call is over. */
  readonly onClose: () => void;
}

/** One call of `WebRtcSignalingWeb.Subscribe`: a stay that outlives the call for a while, so that another can take it up. */
export class SubscribeCall implements Outlet {
  /** What goes to the client; the first message is there at once. */
  readonly responses: OutStream<SubscribeResponse>;
  readonly #stay: Stay;
  #ready: SubscribeResponse | undefined;

  /** @throws {SdkError} what the hub refused the peer with; `invalid-argument` when there is neither announce nor resume */
  constructor(
    { intent, firstOfferSdp }: SubscribeRequest,
    { hub, clock, timing, address, signal, onClose }: SubscribeCallOptions,
  ) {
    if (intent.case === undefined) throw new SdkError('invalid-argument', 'neither announce nor resume was asked for');
    const heartbeat = { afterMs: timing.heartbeatIntervalMs, clock, message: beat };
    this.responses = new OutStream({
      pull: () => this.#pull(),
      onClose: () => this.#close(onClose),
      signal,
      heartbeat,
    });
    if (intent.case === 'announce') {
      checkFirstOffer(firstOfferSdp);
      // Number 1 is the ready message, so the first notification is number 2.
      this.#stay = hub.enter(intent.value, { resumable: true, address, firstSeq: 2 });
      this.#stay.attach(this);
      const offeredPeerId = relayFirstOffer(this.#stay, firstOfferSdp) ?? '';
      this.#ready = ready(1n, timing, this.#stay, { peers: this.#stay.room.peers(this.#stay), offeredPeerId });
    } else {
      this.#stay = hub.resume(intent.value.sessionToken, Number(intent.value.lastSeq), this);
      this.#ready = ready(0n, timing, this.#stay, { resumed: true });
    }
    // The client can be gone before its request was read.
    if (this.responses.isClosed) this.#stay.lose(this);
  }

  /** There is news for the peer. */
  wake(): void {
    this.responses.wake();
  }

  /** The stay is over or goes on elsewhere. */
  end(reason: SdkError | undefined): void {
    this.responses.end(reason);
  }

  #pull(): SubscribeResponse | undefined {
    if (this.#ready) {
      const first = this.#ready;
      this.#ready = undefined;
      return first;
    }
    const item = this.#stay.take(this);
    if (!item) return undefined;
    const event = { case: 'notification', value: item.notification } as const;
    return create(SubscribeResponseSchema, { seq: BigInt(item.seq), event });
  }

  #close(onClose: () => void): void {
    this.#stay?.lose(this);
    onClose();
  }
}

function ready(
  seq: bigint,
  timing: Timing,
  stay: Stay,
  news: { resumed: true } | { peers: PeerInfo[]; offeredPeerId: string },
): SubscribeResponse {
  const value = { ...timing, sessionToken: stay.token ?? '', ...news };
  return create(SubscribeResponseSchema, { seq, event: { case: 'ready', value } });
}

function beat(): SubscribeResponse {
  return create(SubscribeResponseSchema, { event: { case: 'heartbeat', value: {} } });
}
