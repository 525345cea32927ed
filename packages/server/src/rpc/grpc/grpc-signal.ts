import type { IncomingHttpHeaders, ServerHttp2Stream } from 'node:http2';
import type { Clock, SdkError } from '@remotemedia/base';
import { WebRtcSignaling } from '@remotemedia/protocol/webrtc';
import type { Caller } from '../../access/grant.ts';
import type { RemoteAddresses } from '../../http/remote-address.ts';
import type { Awaitable } from '../../hub/awaitable.ts';
import { draining } from '../../hub/closing.ts';
import type { Hub } from '../../hub/hub.ts';
import type { IceServersFor } from '../../turn/ice-servers-offer.ts';
import { type Authenticate, callerOf, PLAIN_ADDRESSES } from '../callers.ts';
import { toSdkError } from '../connect-errors.ts';
import { GrpcSignalCall, refuseCall } from './grpc-signal-call.ts';
import { timeoutMsOf } from './status.ts';

const PATH = `/${WebRtcSignaling.typeName}/${WebRtcSignaling.method.signal.name}`;
/** gRPC with protobuf messages; JSON messages are Connect's. */
const CONTENT_TYPES: ReadonlySet<unknown> = new Set(['application/grpc', 'application/grpc+proto']);

/** Settings of {@link GrpcSignal}. */
export interface GrpcSignalOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Says what bearer tokens allow. */
  readonly authenticate: Authenticate;
  /** Which STUN and TURN servers a peer is told of. @default none */
  readonly iceServersFor?: IceServersFor | undefined;
  /** Where calls come from. @default where their connections do */
  readonly addresses?: RemoteAddresses | undefined;
  /** Counts a call at its address. @throws {SdkError} `resource-exhausted` @default any number is welcome */
  readonly takeConnection?: ((address: string) => void) | undefined;
  /** Counts a call. @returns what to call when it is over */
  readonly countStream: () => () => void;
}

/**
 * `WebRtcSignaling.Signal` over gRPC without a library in between: it is the one method that carries many messages.
 * Written after "gRPC over HTTP2" of the gRPC project (doc/PROTOCOL-HTTP2.md).
 */
export class GrpcSignal {
  readonly #options: GrpcSignalOptions;
  readonly #calls = new Set<GrpcSignalCall>();
  #refusal: SdkError | undefined;

  /** @param options see {@link GrpcSignalOptions} */
  constructor(options: GrpcSignalOptions) {
    this.#options = options;
  }

  /** Takes a stream over that is such a call. @returns whether it is one */
  take(stream: ServerHttp2Stream, headers: IncomingHttpHeaders): boolean {
    if (headers[':path'] !== PATH || headers[':method'] !== 'POST') return false;
    const contentType = headers['content-type'];
    if (contentType === undefined || !CONTENT_TYPES.has(contentType)) return false;
    // A stream that is reset closes, too. Until somebody listens, that error would end the process.
    stream.on('error', () => {});
    void this.#open(stream, headers, contentType);
    return true;
  }

  /** Ends the calls whose peer has not announced itself (yet, or any more). */
  drain(): void {
    for (const call of this.#calls) if (!call.hasPeer) call.finish(draining());
  }

  /** Ends all calls, and refuses those that come. Calling it again does nothing. */
  close(reason: SdkError): void {
    this.#refusal = reason;
    for (const call of this.#calls) call.finish(reason);
  }

  #callerOf({ session }: ServerHttp2Stream, headers: IncomingHttpHeaders): Awaitable<Caller> {
    const { addresses = PLAIN_ADDRESSES, takeConnection, authenticate } = this.#options;
    const address = addresses.of({ headers, socket: session?.socket ?? GONE });
    takeConnection?.(address);
    return callerOf(authenticate, headers.authorization, address);
  }

  async #open(stream: ServerHttp2Stream, headers: IncomingHttpHeaders, contentType: string): Promise<void> {
    const { hub, clock, iceServersFor, countStream } = this.#options;
    try {
      const timeoutMs = timeoutMsOf(headers['grpc-timeout']);
      const known = this.#callerOf(stream, headers);
      const caller = known instanceof Promise ? await known : known;
      if (this.#refusal) throw this.#refusal;
      if (stream.destroyed || stream.closed) return;
      const onClose = countStream();
      const encoding = headerText(headers['grpc-encoding']);
      let call: GrpcSignalCall | undefined;
      const over = () => {
        if (call) this.#calls.delete(call);
        onClose();
      };
      const options = { hub, caller, clock, iceServersFor, contentType, encoding, timeoutMs, onClose: over };
      call = new GrpcSignalCall(stream, options);
      this.#calls.add(call);
      // A stream that broke while it was answered is over already.
      if (call.isOver) this.#calls.delete(call);
    } catch (caught) {
      refuseCall(stream, contentType, toSdkError(caught));
    }
  }
}

/** Closed connections have no socket to show. */
const GONE = {};

function headerText(header: string | string[] | undefined): string | undefined {
  return typeof header === 'object' ? header.join() : header;
}
