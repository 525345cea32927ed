import type { SdkErrorCode } from '@remotemedia/base';
import type { IceCandidateNotification, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { capabilityNames } from '../params/capabilities.ts';
import { stateName } from '../params/presence.ts';
import { quoted } from './ascii-json.ts';
import type { Dialect } from './dialect.ts';
import { cached, membersOf, openNotice } from './notice.ts';
import {
  INTERNAL_ERROR,
  INVALID_PARAMS,
  INVALID_REQUEST,
  LIMIT_EXCEEDED,
  NOT_ALLOWED,
  PEER_NOT_FOUND,
} from './rpc-error.ts';

/** The dialect of the `peer.*` methods, and of clients of which nothing is known yet. */
export const PEER_DIALECT: Dialect = {
  name: 'peer',
  success: { success: true },
  capabilities: capabilityNames,
  errorNumber: peerErrorNumber,
  notice: peerNotice,
};

/**
 * The dialect of a page that calls `peer.*` methods and waits for the bare names of who comes and goes. It says so by
 * naming itself: `user_data.client`. It hears both names, because other clients may name themselves, too.
 */
export const PAGE_DIALECT: Dialect = {
  ...PEER_DIALECT,
  name: 'page',
  secondNotice({ notification: { case: kind, value } }) {
    if (kind === 'peerJoined') return openNotice('peer_joined', peerMembers(value));
    return kind === 'peerLeft' ? openNotice('peer_left', `"peer_id":"${value.peerId}"`) : undefined;
  },
};

/** The numbers of upstream's Rust server, and one of our own for what no other has. */
export function peerErrorNumber(code: SdkErrorCode, invalidNumber: number): number {
  switch (code) {
    case 'invalid-argument':
      return invalidNumber;
    case 'already-exists':
    case 'unauthenticated':
    case 'out-of-range':
    case 'data-loss':
      return INVALID_PARAMS;
    case 'failed-precondition':
      return INVALID_REQUEST;
    case 'not-found':
      return PEER_NOT_FOUND;
    case 'resource-exhausted':
      return LIMIT_EXCEEDED;
    case 'permission-denied':
      return NOT_ALLOWED;
    default:
      return INTERNAL_ERROR;
  }
}

const broadcast = cached(({ notification: { case: kind, value } }) => {
  switch (kind) {
    case 'peerJoined':
      return openNotice('peer.joined', peerMembers(value));
    case 'peerLeft':
      return openNotice('peer.left', `"peer_id":"${value.peerId}"`);
    case 'peerUpdated': {
      const { peerId = '', state = 0, capabilities, metadata = {} } = value.peer ?? {};
      const members = {
        peer_id: peerId,
        state: stateName(state),
        capabilities: capabilityNames(capabilities),
        metadata,
      };
      return openNotice('peer.state_changed', membersOf(members));
    }
    default:
      return openNotice('peer.unknown', '"peer_id":null');
  }
});

/** Ids need no quoting: those with a character that JSON quotes were refused. */
function peerNotice(message: SignalingNotification, to: string): string {
  const { case: kind, value } = message.notification;
  switch (kind) {
    case 'offer':
      return openNotice('peer.offer', `"from":"${value.fromPeerId}","to":"${to}","sdp":${quoted(value.sdp)}`);
    case 'answer':
      return openNotice('peer.answer', `"from":"${value.fromPeerId}","to":"${to}","sdp":${quoted(value.sdp)}`);
    case 'iceCandidate':
      return openNotice('peer.ice_candidate', `"from":"${value.fromPeerId}","to":"${to}",${candidateMembers(value)}`);
    case 'peerDisconnected':
      return openNotice('peer.disconnected', `"peer_id":"${value.peerId}","reason":null`);
    default:
      return broadcast(message);
  }
}

/** Protobuf has no null: an empty `sdp_mid` stands for it, and at the end of candidates index 0 does, too. */
function candidateMembers({ candidate, sdpMid, sdpMlineIndex }: IceCandidateNotification): string {
  const isEnd = candidate === '' && sdpMid === '' && sdpMlineIndex === 0;
  const mid = sdpMid === '' ? 'null' : quoted(sdpMid);
  const index = isEnd ? 'null' : sdpMlineIndex;
  return `"candidate":${quoted(candidate)},"sdp_mid":${mid},"sdp_m_line_index":${index}`;
}

function peerMembers({ peerId, capabilities, metadata }: JoinedPeer): string {
  return membersOf({ peer_id: peerId, capabilities: capabilityNames(capabilities), metadata });
}

type JoinedPeer = Extract<SignalingNotification['notification'], { case: 'peerJoined' }>['value'];
