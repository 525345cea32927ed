import { type ClientHttp2Session, type ClientHttp2Stream, connect, type OutgoingHttpHeaders } from 'node:http2';
import { create, fromBinary, type MessageInitShape, toBinary } from '@bufbuild/protobuf';
import {
  type SignalingRequestSchema as RequestSchema,
  SignalingRequestSchema,
  type SignalingResponse,
  SignalingResponseSchema,
} from '@remotemedia/protocol/webrtc';

/** A gRPC frame: flags, length, message. */
export function grpcFrame(message: Uint8Array, flags = 0): Buffer {
  const head = Buffer.from([flags, 0, 0, 0, 0]);
  head.writeUInt32BE(message.length, 1);
  return Buffer.concat([head, message]);
}

/** A `SignalingRequest` as a gRPC frame. */
export function requestFrame(request: MessageInitShape<typeof RequestSchema>): Buffer {
  return grpcFrame(toBinary(SignalingRequestSchema, create(SignalingRequestSchema, request)));
}

/** A call of `WebRtcSignaling.Signal` without a gRPC library: what is sent and what comes are bytes. */
export class GrpcStream {
  /** The connection. */
  readonly session: ClientHttp2Session;
  /** The call. */
  readonly stream: ClientHttp2Stream;
  /** Responses that came, in order. */
  readonly responses: SignalingResponse[] = [];
  /** Header fields of the response. */
  headers: Record<string, unknown> = {};
  /** The last fields. */
  trailers: Record<string, unknown> = {};
  /** Settles when the call is over. */
  readonly closed: Promise<void>;
  #rest: Buffer = Buffer.alloc(0);

  /** Opens the call. @param fields header fields beside the usual ones @param session an open connection */
  constructor(url: string, fields: OutgoingHttpHeaders = {}, session: ClientHttp2Session = connect(url)) {
    this.session = session;
    this.session.on('error', () => {});
    this.stream = this.session.request({
      ':method': 'POST',
      ':path': '/remotemedia.v1.webrtc.WebRtcSignaling/Signal',
      'content-type': 'application/grpc',
      te: 'trailers',
      ...fields,
    });
    this.stream.on('error', () => {});
    this.stream.on('response', (headers) => {
      this.headers = headers;
    });
    this.stream.on('trailers', (trailers) => {
      this.trailers = trailers;
    });
    this.stream.on('data', (chunk: Buffer) => this.#read(chunk));
    this.closed = new Promise((resolve) => this.stream.once('close', resolve));
  }

  /** Sends requests, all in one write. */
  send(...requests: MessageInitShape<typeof RequestSchema>[]): void {
    this.stream.write(Buffer.concat(requests.map(requestFrame)));
  }

  /** Announces a peer and does not wait. */
  announce(peerId: string, more: { room?: string; note?: string } = {}): void {
    this.send({ requestId: 'announce', request: { case: 'announce', value: { peerId, metadata: { ...more } } } });
  }

  /** What came, in short: the request's id for replies, the kind for news. */
  get heard(): string[] {
    return this.responses.map(({ requestId, response }) =>
      response.case === 'notification' ? String(response.value.notification.case) : `${requestId} ${response.case}`,
    );
  }

  /** Breaks the connection. */
  destroy(): void {
    this.session.destroy();
  }

  #read(chunk: Buffer): void {
    this.#rest = Buffer.concat([this.#rest, chunk]);
    while (this.#rest.length >= 5 && this.#rest.length >= 5 + this.#rest.readUInt32BE(1)) {
      const end = 5 + this.#rest.readUInt32BE(1);
      this.responses.push(fromBinary(SignalingResponseSchema, this.#rest.subarray(5, end)));
      this.#rest = this.#rest.subarray(end);
    }
  }
}
