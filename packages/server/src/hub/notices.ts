import { create } from '@bufbuild/protobuf';
import {
  type AnswerRequest,
  type IceCandidateRequest,
  type OfferRequest,
  type PeerInfo,
  type SignalingNotification,
  SignalingNotificationSchema,
} from '@remotemedia/protocol/webrtc';

// The messages that a call is made of are written out: `create` looks each field up and takes ten times as long.
const NOTIFICATION = 'remotemedia.v1.webrtc.SignalingNotification';
const OFFER = 'remotemedia.v1.webrtc.OfferNotification';
const ANSWER = 'remotemedia.v1.webrtc.AnswerNotification';
const CANDIDATE = 'remotemedia.v1.webrtc.IceCandidateNotification';

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

/** "A peer changed what is known of it." */
export function peerUpdated(peer: PeerInfo): SignalingNotification {
  return create(SignalingNotificationSchema, { notification: { case: 'peerUpdated', value: { peer } } });
}

/** "A peer offers a connection." */
export function offered(fromPeerId: string, offerId: string, { sdp }: OfferRequest): SignalingNotification {
  const value = { $typeName: OFFER, fromPeerId, offerId, sdp, type: 'offer' } as const;
  return { $typeName: NOTIFICATION, notification: { case: 'offer', value } };
}

/** "A peer answers an offer." */
export function answered(fromPeerId: string, { sdp }: AnswerRequest): SignalingNotification {
  const value = { $typeName: ANSWER, fromPeerId, sdp, type: 'answer' } as const;
  return { $typeName: NOTIFICATION, notification: { case: 'answer', value } };
}

/** "A peer took your answer." */
export function answerAccepted(fromPeerId: string): SignalingNotification {
  return create(SignalingNotificationSchema, { notification: { case: 'answerAccepted', value: { fromPeerId } } });
}

/** "A peer can be reached this way too." */
export function candidateFound(fromPeerId: string, request: IceCandidateRequest): SignalingNotification {
  const { candidate, sdpMid, sdpMlineIndex } = request;
  const value = { $typeName: CANDIDATE, fromPeerId, candidate, sdpMid, sdpMlineIndex } as const;
  return { $typeName: NOTIFICATION, notification: { case: 'iceCandidate', value } };
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
    case 'peerUpdated':
      return BASE_SIZE_BYTES * 8;
    case 'peerLeft':
    case 'peerDisconnected':
    case 'answerAccepted':
    case undefined:
      return BASE_SIZE_BYTES;
  }
}
