import { create } from '@bufbuild/protobuf';
import type { ConnectRouter, HandlerContext } from '@connectrpc/connect';
import type { Clock } from '@remotemedia/base';
import {
  GetPeersResponseSchema,
  HealthCheckResponseSchema,
  type SignalingRequest,
  type SubscribeRequest,
  WebRtcSignaling,
  WebRtcSignalingWeb,
} from '@remotemedia/protocol/webrtc';
import type { Hub } from '../hub/hub.ts';
import type { Timing } from '../timing.ts';
import { toConnectError } from './connect-errors.ts';
import { REMOTE_ADDRESS } from './remote-address-key.ts';
import { SendRequests } from './send-requests.ts';
import { SignalCall } from './signal-call.ts';
import { SubscribeCall } from './subscribe-call.ts';

/** Request header of `GetPeers` that names the room; without it the default room is meant. */
export const ROOM_HEADER: string = 'room';

/** Settings of {@link RpcRoutes}. */
export interface RpcRoutesOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Where time comes from. */
  readonly clock: Clock;
  /** What clients are told about times. */
  readonly timing: Timing;
}

/** The services `WebRtcSignaling` and `WebRtcSignalingWeb`, for gRPC, gRPC-Web and Connect alike. */
export class RpcRoutes {
  readonly #options: RpcRoutesOptions;
  readonly #send: SendRequests;
  readonly #startedAtMs: number;
  #openStreams = 0;

  /** @param options see {@link RpcRoutesOptions} */
  constructor(options: RpcRoutesOptions) {
    this.#options = options;
    this.#send = new SendRequests(options.hub);
    this.#startedAtMs = options.clock.now();
  }

  /** Streaming calls that are open. */
  get openStreams(): number {
    return this.#openStreams;
  }

  /** Seconds since the server was started. */
  get uptimeSeconds(): number {
    return Math.floor((this.#options.clock.now() - this.#startedAtMs) / 1_000);
  }

  /** Adds the services to Connect's router. */
  register(router: ConnectRouter): void {
    router.service(WebRtcSignaling, {
      signal: (requests, context) => this.#signal(requests, context),
      getPeers: (_request, { requestHeader }) => typed(() => this.#getPeers(requestHeader.get(ROOM_HEADER))),
      healthCheck: () => this.#healthCheck(),
    });
    router.service(WebRtcSignalingWeb, {
      subscribe: (request, context) => typed(() => this.#subscribe(request, context)),
      send: (request) => typed(() => this.#send.send(request)),
    });
  }

  #signal(requests: AsyncIterable<SignalingRequest>, { signal, values }: HandlerContext): SignalCall['responses'] {
    const address = values.get(REMOTE_ADDRESS);
    const call = new SignalCall({ hub: this.#options.hub, address, signal, onClose: this.#countStream() });
    void call.run(requests);
    return call.responses;
  }

  #subscribe(request: SubscribeRequest, { signal, values }: HandlerContext): SubscribeCall['responses'] {
    const onClose = this.#countStream();
    const address = values.get(REMOTE_ADDRESS);
    try {
      return new SubscribeCall(request, { ...this.#options, address, signal, onClose }).responses;
    } catch (caught) {
      onClose();
      throw caught;
    }
  }

  #getPeers(room: string | null) {
    const peers = this.#options.hub.peersOf(room ?? undefined);
    return create(GetPeersResponseSchema, { peers, count: peers.length });
  }

  #healthCheck() {
    const { peers, pendingOffers } = this.#options.hub.stats();
    return create(HealthCheckResponseSchema, {
      status: 'healthy',
      uptimeSeconds: BigInt(this.uptimeSeconds),
      connectedPeers: peers,
      metrics: JSON.stringify({ pending_offers: pendingOffers }),
    });
  }

  #countStream(): () => void {
    let isOpen = true;
    this.#openStreams += 1;
    return () => {
      if (isOpen) this.#openStreams -= 1;
      isOpen = false;
    };
  }
}

function typed<T>(work: () => T): T {
  try {
    return work();
  } catch (caught) {
    throw toConnectError(caught);
  }
}
