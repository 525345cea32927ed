import type { SignalingNotification } from '@remotemedia/protocol/webrtc';
import type { News } from '../news.ts';

/** The news in a notification, as protobuf-es shows it. */
export function newsOf({ notification: { case: kind, value } }: SignalingNotification): News {
  switch (kind) {
    case 'peerJoined':
      return { kind: 'joined', peer: value.peerId };
    case 'peerLeft':
      return { kind: 'left', peer: value.peerId };
    case 'offer':
    case 'answer':
      return { kind, peer: value.fromPeerId, text: value.sdp };
    case 'iceCandidate':
      return { kind: 'candidate', peer: value.fromPeerId, text: value.candidate };
    case 'peerDisconnected':
      return { kind: 'disconnected', peer: value.peerId };
    default:
      throw new Error(`nothing that this conversation knows: ${kind}`);
  }
}
