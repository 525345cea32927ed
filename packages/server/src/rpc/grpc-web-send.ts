import { fromBinary, toBinary } from '@bufbuild/protobuf';
import type { Clock, SdkError } from '@remotemedia/base';
import { SendRequestSchema, SendResponseSchema, WebRtcSignalingWeb } from '@remotemedia/protocol/webrtc';
import type { NodeRequest, NodeResponse } from '../http/node-handler.ts';
import { toSdkError } from './connect-errors.ts';
import { statusFields } from './grpc/status.ts';
import { GRPC_WEB, isGrpcWebCall, messageFrame, readMessage, trailersFrame } from './grpc-web-body.ts';
import type { SendRequests } from './send-requests.ts';

const PATH = `/${WebRtcSignalingWeb.typeName}/${WebRtcSignalingWeb.method.send.name}`;

/**
 * `WebRtcSignalingWeb.Send` over gRPC-Web without a library in between: browsers say everything through it. Written
 * after "gRPC Web" of the gRPC project (doc/PROTOCOL-WEB.md).
 */
export class GrpcWebSend {
  readonly #send: SendRequests;
  readonly #clock: Clock;

  /** @param send carries the requests out */
  constructor(send: SendRequests, clock: Clock) {
    this.#send = send;
    this.#clock = clock;
  }

  /** Answers a request that is such a call. @returns whether it is one */
  take(request: NodeRequest, response: NodeResponse): boolean {
    if (!isGrpcWebCall(request, PATH)) return false;
    void this.#answer(request, response);
    return true;
  }

  async #answer(request: NodeRequest, response: NodeResponse): Promise<void> {
    try {
      const message = await readMessage(request, this.#clock);
      const answer = await this.#send.send(fromBinary(SendRequestSchema, message), request.headers.authorization);
      reply(response, toBinary(SendResponseSchema, answer), undefined);
    } catch (caught) {
      reply(response, undefined, toSdkError(caught));
    }
  }
}

function reply(response: NodeResponse, message: Uint8Array | undefined, error: SdkError | undefined): void {
  if (response.destroyed || response.writableEnded) return;
  const trailers = trailersFrame(statusFields(error));
  const body = message ? Buffer.concat([messageFrame(message), trailers]) : trailers;
  response.statusCode = 200;
  response.setHeader('content-type', GRPC_WEB);
  response.setHeader('content-length', body.length);
  response.end(body);
}
