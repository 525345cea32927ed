import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import { create } from '@bufbuild/protobuf';
import type { ConnectRouter, HandlerContext } from '@connectrpc/connect';
import type { Clock, SdkError } from '@remotemedia/base';
import {
  GetPeersResponseSchema,
  HealthCheckResponseSchema,
  type SignalingRequest,
  type SubscribeRequest,
  WebRtcSignaling,
  WebRtcSignalingWeb,
} from '@remotemedia/protocol/webrtc';
import { ANYONE, type Caller } from '../access/grant.ts';
import type { NodeRequest, NodeResponse } from '../http/node-handler.ts';
import type { RemoteAddresses } from '../http/remote-address.ts';
import type { Awaitable } from '../hub/awaitable.ts';
import type { Hub } from '../hub/hub.ts';
import type { Stay } from '../hub/stay.ts';
import type { Timing } from '../timing.ts';
import type { IceServersFor } from '../turn/ice-servers-offer.ts';
import { registerWorkerRoutes } from '../workers/worker-routes.ts';
import { type Authenticate, callerOf, checkMaySee, PLAIN_ADDRESSES } from './callers.ts';
import { toConnectError } from './connect-errors.ts';
import { GrpcSignal } from './grpc/grpc-signal.ts';
import { GrpcWebSend } from './grpc-web-send.ts';
import { type GrpcWebSubscribeOptions, takeSubscribe } from './grpc-web-subscribe.ts';
import { acceptGrpcWebText } from './grpc-web-text.ts';
import { REMOTE_ADDRESS } from './remote-address-key.ts';
import { SendRequests } from './send-requests.ts';
import { GrpcHealth } from './services/grpc-health.ts';
import { addReflection } from './services/reflection.ts';
import { SignalCall } from './signal-call.ts';
import { SignsOfLife } from './signs-of-life.ts';
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
  /** Says what bearer tokens allow. @default everything, without one */
  readonly authenticate?: Authenticate | undefined;
  /** Which STUN and TURN servers a peer is told of. @default none */
  readonly iceServersFor?: IceServersFor | undefined;
  /** Where calls come from. @default where their connections do */
  readonly addresses?: RemoteAddresses | undefined;
  /** Counts a streaming call at its address. @throws {SdkError} `resource-exhausted` @default any number is welcome */
  readonly takeConnection?: ((address: string) => void) | undefined;
}

/** The services `WebRtcSignaling` and `WebRtcSignalingWeb`, for gRPC, gRPC-Web and Connect alike. */
export class RpcRoutes {
  readonly #options: RpcRoutesOptions;
  readonly #authenticate: Authenticate;
  readonly #signsOfLife: SignsOfLife;
  readonly #send: SendRequests;
  readonly #grpcWebSend: GrpcWebSend;
  readonly #subscribeOptions: GrpcWebSubscribeOptions;
  readonly #grpcSignal: GrpcSignal;
  readonly #health: GrpcHealth;
  readonly #startedAtMs: number;
  #openStreams = 0;

  /** @param options see {@link RpcRoutesOptions} */
  constructor(options: RpcRoutesOptions) {
    const { hub, clock, timing, authenticate = () => ANYONE } = options;
    this.#options = options;
    this.#authenticate = authenticate;
    this.#signsOfLife = new SignsOfLife({ ...timing, clock });
    this.#send = new SendRequests({ hub, authenticate, signsOfLife: this.#signsOfLife });
    this.#grpcWebSend = new GrpcWebSend(this.#send, clock);
    const countStream = () => this.#countStream();
    const callerOf = (request: NodeRequest) => this.#requestCallerOf(request);
    this.#subscribeOptions = { ...options, signsOfLife: this.#signsOfLife, callerOf, countStream };
    this.#grpcSignal = new GrpcSignal({ ...options, authenticate, countStream });
    this.#health = new GrpcHealth({ isServing: () => !hub.isDraining });
    this.#startedAtMs = clock.now();
  }

  /** Streaming calls of peers that are open. */
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
      getPeers: (_request, context) => typed(() => this.#getPeers(context)),
      healthCheck: () => this.#healthCheck(),
    });
    router.service(WebRtcSignalingWeb, {
      subscribe: (request, context) => this.#subscribe(request, context),
      send: (request, { requestHeader }) =>
        typed(() => this.#send.send(request, requestHeader.get('authorization') ?? undefined)),
    });
    const countStream = () => this.#countStream();
    registerWorkerRoutes(router, { ...this.#options, authenticate: this.#authenticate, countStream });
    addReflection(router);
    this.#health.register(router);
    acceptGrpcWebText(router);
  }

  /** The server lets nobody in any more: whoever watches its health is told, and calls without a peer end. */
  drain(): void {
    this.#health.changed();
    this.#grpcSignal.drain();
  }

  /** Answers a request that Connect is not to have. Header fields that are set already are kept. @returns whether it did */
  takeRequest(request: NodeRequest, response: NodeResponse): boolean {
    return this.#grpcWebSend.take(request, response) || takeSubscribe(request, response, this.#subscribeOptions);
  }

  /** Takes over an HTTP/2 stream that Connect is not to have. @returns whether it did */
  takeStream(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean {
    return this.#grpcSignal.take(stream, headers);
  }

  /** Ends the calls that Connect does not have, and refuses those that come. Calling it again does nothing. */
  close(reason: SdkError): void {
    this.#grpcSignal.close(reason);
  }

  /**
   * Answers a `Send` that a client made to another instance.
   *
   * @param stay the stay it is about, which is here
   * @param requestBytes as the hub of the other instance gave them to `Elsewhere.call`
   * @returns bytes of a `SendResponse`
   * @throws {SdkError} what the client is to be refused with. The promise rejects with it.
   */
  answerForeignSend(stay: Stay, requestBytes: Uint8Array): Promise<Uint8Array> {
    return this.#send.sendForeign(stay, requestBytes);
  }

  #signal(requests: AsyncIterable<SignalingRequest>, context: HandlerContext): SignalCall['responses'] {
    const call = new SignalCall({ ...this.#options, signal: context.signal, onClose: this.#countStream() });
    void call.run(requests, () => this.#streamCallerOf(context));
    return call.responses;
  }

  #subscribe(request: SubscribeRequest, context: HandlerContext): SubscribeCall['responses'] {
    const { signal } = context;
    const onClose = this.#countStream();
    const call = new SubscribeCall({ ...this.#options, signsOfLife: this.#signsOfLife, signal, onClose });
    void call.open(request, () => this.#streamCallerOf(context));
    return call.responses;
  }

  async #getPeers(context: HandlerContext) {
    const room = context.requestHeader.get(ROOM_HEADER) ?? undefined;
    const { grant } = await this.#callerOf(context);
    checkMaySee(grant, room);
    const peers = await this.#options.hub.peersOf(room);
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

  #requestCallerOf(request: NodeRequest): Awaitable<Caller> {
    const { addresses = PLAIN_ADDRESSES, takeConnection } = this.#options;
    const address = addresses.of(request);
    takeConnection?.(address);
    return callerOf(this.#authenticate, request.headers.authorization, address);
  }

  #streamCallerOf(context: HandlerContext): Awaitable<Caller> {
    this.#options.takeConnection?.(context.values.get(REMOTE_ADDRESS));
    return this.#callerOf(context);
  }

  #callerOf({ requestHeader, values }: HandlerContext): Awaitable<Caller> {
    return callerOf(this.#authenticate, requestHeader.get('authorization'), values.get(REMOTE_ADDRESS));
  }

  /** Counts a streaming call. @returns what to call when it is over; calling that again does nothing */
  #countStream(): () => void {
    let isOpen = true;
    this.#openStreams += 1;
    return () => {
      if (isOpen) this.#openStreams -= 1;
      isOpen = false;
    };
  }
}

/** Runs a unary method; what it throws becomes a status. */
async function typed<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (caught) {
    throw toConnectError(caught);
  }
}
