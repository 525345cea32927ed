import type { IceCandidateNotification, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { peerJson } from './peer-json.ts';

/** Texts of notifications that go to many peers, so that each is made once. */
const broadcastTexts = new WeakMap<SignalingNotification, string>();

/**
 * The frame that tells peer `to` of a notification.
 *
 * @param seq its number, for stays that can be resumed
 */
export function notificationText(message: SignalingNotification, to: string, seq: number | undefined): string {
  const open = openText(message, to);
  return seq === undefined ? `${open}}}` : `${open},"seq":${seq}}}`;
}

/** The frame without its last two braces, so that a number can follow. */
function openText(message: SignalingNotification, to: string): string {
  const known = broadcastTexts.get(message);
  if (known !== undefined) return known;
  const { method, params, isBroadcast } = describe(message, to);
  const made = JSON.stringify({ jsonrpc: '2.0', method, params }).slice(0, -2);
  if (isBroadcast) broadcastTexts.set(message, made);
  return made;
}

function describe({ notification: { case: kind, value } }: SignalingNotification, to: string) {
  switch (kind) {
    case 'peerJoined':
      return { method: 'peer.joined', params: peerJson(value), isBroadcast: true };
    case 'peerLeft':
      return { method: 'peer.left', params: { peer_id: value.peerId }, isBroadcast: true };
    case 'offer':
      return { method: 'peer.offer', params: { from: value.fromPeerId, to, sdp: value.sdp } };
    case 'answer':
      return { method: 'peer.answer', params: { from: value.fromPeerId, to, sdp: value.sdp } };
    case 'iceCandidate':
      return { method: 'peer.ice_candidate', params: { from: value.fromPeerId, to, ...candidateJson(value) } };
    case 'peerDisconnected':
      return { method: 'peer.disconnected', params: { peer_id: value.peerId, reason: null } };
    case undefined:
      return { method: 'peer.unknown', params: { to } };
  }
}

/** Protobuf has no null: an empty `sdp_mid` stands for it, and at the end of candidates index 0 does, too. */
function candidateJson({ candidate, sdpMid, sdpMlineIndex }: IceCandidateNotification) {
  const isEnd = candidate === '' && sdpMid === '' && sdpMlineIndex === 0;
  return { candidate, sdp_mid: sdpMid === '' ? null : sdpMid, sdp_m_line_index: isEnd ? null : sdpMlineIndex };
}
