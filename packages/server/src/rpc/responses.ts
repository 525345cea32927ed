import { create } from '@bufbuild/protobuf';
import { type SdkError, statusNumber } from '@remotemedia/base';
import {
  type PeerInfo,
  type SignalingNotification,
  type SignalingResponse,
  SignalingResponseSchema,
} from '@remotemedia/protocol/webrtc';

/**
 * "It is done." Written out, because there is one for each message and `create` takes its time.
 *
 * @param data facts as a JSON object
 */
export function ack(requestId: string, message: string, data: string): SignalingResponse {
  return {
    $typeName: 'remotemedia.v1.webrtc.SignalingResponse',
    requestId,
    response: { case: 'ack', value: { $typeName: 'remotemedia.v1.webrtc.AckResponse', message, data } },
  };
}

/** Who is in the room. */
export function peerList(requestId: string, peers: PeerInfo[]): SignalingResponse {
  const response = { case: 'peerList', value: { peers, count: peers.length } } as const;
  return create(SignalingResponseSchema, { requestId, response });
}

/** "It was refused, and why"; the stream goes on. */
export function refusal(requestId: string, error: SdkError): SignalingResponse {
  const { code, detail: message, retryAfterMs = 0 } = error;
  const value = { code: statusNumber(code), message, details: code, retryAfterMs: Math.ceil(retryAfterMs) };
  return create(SignalingResponseSchema, { requestId, response: { case: 'error', value } });
}

/** News that nobody asked for, hence without a request id. */
export function news(notification: SignalingNotification): SignalingResponse {
  return {
    $typeName: 'remotemedia.v1.webrtc.SignalingResponse',
    requestId: '',
    response: { case: 'notification', value: notification },
  };
}
