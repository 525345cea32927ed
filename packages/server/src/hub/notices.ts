import { create } from '@bufbuild/protobuf';
import {
  type AnswerRequest,
  type IceCandidateRequest,
  type OfferRequest,
  type PeerInfo,
  type SignalingNotification,
  SignalingNotificationSchema,
} from '@remotemedia/protocol/webrtc';

/** What a notification weighs besides its long texts, in bytes, roughly. */
const BASE_SIZE_BYTES = 256;

/** "A peer entered the room." */
export function peerJoined(info: PeerInfo): SignalingNotification {
  const { peerId, capabilities, metadata } = info;
  const value = capabilities ? { peerId, capabilities, metadata } : { peerId, metadata };
  return create(SignalingNotificationSchema, { notification: { case: 'peerJoined', value } });
}

/** "A peer left the room." */
export function peerLeft(peerId: string): SignalingNotification {
  return create(SignalingNotificationSchema, { notification: { case: 'peerLeft', value: { peerId } } });
}

/** "A peer offers a connection." */
export function offered(fromPeerId: string, offerId: string, { sdp }: OfferRequest): SignalingNotification {
  const value = { fromPeerId, offerId, sdp, type: 'offer' };
  return create(SignalingNotificationSchema, { notification: { case: 'offer', value } });
}

/** "A peer answers an offer." */
export function answered(fromPeerId: string, { sdp }: AnswerRequest): SignalingNotification {
  const value = { fromPeerId, sdp, type: 'answer' };
  return create(SignalingNotificationSchema, { notification: { case: 'answer', value } });
}

/** "A peer can be reached this way too." */
export function candidateFound(fromPeerId: string, request: IceCandidateRequest): SignalingNotification {
  const { candidate, sdpMid, sdpMlineIndex } = request;
  const value = { fromPeerId, candidate, sdpMid, sdpMlineIndex };
  return create(SignalingNotificationSchema, { notification: { case: 'iceCandidate', value } });
}

/** "A peer ended its connection with you." */
export function peerDisconnected(peerId: string): SignalingNotification {
  return create(SignalingNotificationSchema, { notification: { case: 'peerDisconnected', value: { peerId } } });
}

/** What a notification weighs in memory, in bytes, roughly. */
export function sizeBytesOf({ notification }: SignalingNotification): number {
  switch (notification.case) {
    case 'offer':
    case 'answer':
      return BASE_SIZE_BYTES + notification.value.sdp.length;
    case 'iceCandidate':
      return BASE_SIZE_BYTES + notification.value.candidate.length + notification.value.sdpMid.length;
    case 'peerJoined':
      return BASE_SIZE_BYTES * 8;
    case 'peerLeft':
    case 'peerDisconnected':
    case undefined:
      return BASE_SIZE_BYTES;
  }
}
