import { toBinary } from '@bufbuild/protobuf';
import { ConnectError, createClient } from '@connectrpc/connect';
import { createGrpcWebTransport } from '@connectrpc/connect-web';
import { codeOfStatus, SdkError } from '@remotemedia/base';
import { SendRequestSchema, WebRtcSignalingWeb } from '@remotemedia/protocol/webrtc';
import type { StreamIntent, StreamMessage, Wire, WireBatch, WireResult } from '../wire/wire.ts';
import { sendRequest, streamMessage, subscribeRequest, wireResult } from './messages.ts';

/** Bytes before a message in a gRPC-Web body: flags and length. */
const FRAME_HEADER_BYTES = 5;

/** Speaks `remotemedia.v1.webrtc.WebRtcSignalingWeb` over gRPC-Web. */
export function createGrpcWebWire(baseUrl: string): Wire {
  const client = createClient(WebRtcSignalingWeb, createGrpcWebTransport({ baseUrl }));
  return {
    async *open(intent: StreamIntent, signal: AbortSignal): AsyncGenerator<StreamMessage, void, undefined> {
      try {
        for await (const message of client.subscribe(subscribeRequest(intent), { signal }))
          yield streamMessage(message);
      } catch (error) {
        throw sdkError(error);
      }
    },
    async send(batch: WireBatch, signal: AbortSignal): Promise<readonly WireResult[]> {
      try {
        return (await client.send(sendRequest(batch), { signal })).responses.map(wireResult);
      } catch (error) {
        throw sdkError(error);
      }
    },
    leaveOnUnload(batch: WireBatch): void {
      // By hand, since the client starts its request on a later turn, and this page has none left.
      const url = `${baseUrl.replace(/\/$/, '')}/${WebRtcSignalingWeb.typeName}/${WebRtcSignalingWeb.method.send.name}`;
      const headers = { 'content-type': 'application/grpc-web+proto', 'x-grpc-web': '1' };
      const body = framed(toBinary(SendRequestSchema, sendRequest(batch)));
      fetch(url, { method: 'POST', headers, body, keepalive: true }).catch(() => {});
    },
  };
}

function framed(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const frame = new Uint8Array(FRAME_HEADER_BYTES + message.byteLength);
  new DataView(frame.buffer).setUint32(1, message.byteLength);
  frame.set(message, FRAME_HEADER_BYTES);
  return frame;
}

function sdkError(caught: unknown): SdkError {
  const error = ConnectError.from(caught);
  // A fetch that fails says only "Failed to fetch"; for the caller that is a server out of reach.
  const unreachable = error.cause instanceof TypeError;
  if (unreachable) return new SdkError('unavailable', 'the signaling server cannot be reached', { cause: caught });
  return new SdkError(codeOfStatus(error.code), error.rawMessage, { cause: caught });
}
