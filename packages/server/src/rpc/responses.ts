import { create } from '@bufbuild/protobuf';
import { type SdkError, statusNumber } from '@remotemedia/base';
import {
  type PeerInfo,
  type SignalingNotification,
  type SignalingResponse,
  SignalingResponseSchema,
} from '@remotemedia/protocol/webrtc';

/** "It is done", with facts as JSON. */
export function ack(requestId: string, message: string, data: Record<string, unknown>): SignalingResponse {
  const value = { message, data: JSON.stringify(data) };
  return create(SignalingResponseSchema, { requestId, response: { case: 'ack', value } });
}

/** Who is in the room. */
export function peerList(requestId: string, peers: PeerInfo[]): SignalingResponse {
  const response = { case: 'peerList', value: { peers, count: peers.length } } as const;
  return create(SignalingResponseSchema, { requestId, response });
}

/** "It was refused, and why"; the stream goes on. */
export function refusal(requestId: string, error: SdkError): SignalingResponse {
  const value = { code: statusNumber(error.code), message: error.detail, details: error.code };
  return create(SignalingResponseSchema, { requestId, response: { case: 'error', value } });
}

/** News that nobody asked for, hence without a request id. */
export function news(notification: SignalingNotification): SignalingResponse {
  return create(SignalingResponseSchema, { response: { case: 'notification', value: notification } });
}
