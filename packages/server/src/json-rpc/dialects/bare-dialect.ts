import type { SdkErrorCode } from '@remotemedia/base';
import type { IceCandidateNotification, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { capabilityFlags } from '../params/capabilities.ts';
import { stateName } from '../params/presence.ts';
import { quoted } from './ascii-json.ts';
import type { Dialect } from './dialect.ts';
import { cached, membersOf, openNotice } from './notice.ts';
import { peerErrorNumber } from './peer-dialect.ts';
import { INVALID_PARAMS, PEER_NOT_FOUND } from './rpc-error.ts';

/** The dialect of methods without a prefix (`announce`, `offer` …), as upstream's Node example server has it. */
export const BARE_DIALECT: Dialect = {
  name: 'bare',
  success: {},
  capabilities: capabilityFlags,
  errorNumber: bareErrorNumber,
  notice: bareNotice,
};

/** One number for everything that upstream's example refuses, whatever the reason. */
function bareErrorNumber(code: SdkErrorCode): number {
  switch (code) {
    case 'already-exists':
    case 'failed-precondition':
    case 'not-found':
    case 'unimplemented':
      return PEER_NOT_FOUND;
    default:
      return peerErrorNumber(code, INVALID_PARAMS);
  }
}

const broadcast = cached(({ notification: { case: kind, value } }) => {
  switch (kind) {
    case 'peerJoined': {
      const members = { peer_id: value.peerId, capabilities: capabilityFlags(value.capabilities) };
      return openNotice('peer_joined', membersOf(members));
    }
    case 'peerLeft':
      return openNotice('peer_left', `"peer_id":"${value.peerId}"`);
    case 'peerUpdated': {
      const { peerId = '', state = 0, capabilities, metadata = {} } = value.peer ?? {};
      const members = {
        peer_id: peerId,
        state: stateName(state),
        capabilities: capabilityFlags(capabilities),
        metadata,
      };
      return openNotice('peer_state_changed', membersOf(members));
    }
    default:
      return openNotice('unknown', '"peer_id":null');
  }
});

/** Ids and names of offers need no quoting: those with a character that JSON quotes were refused. */
function bareNotice(message: SignalingNotification): string {
  const { case: kind, value } = message.notification;
  switch (kind) {
    case 'offer': {
      const names = `"from_peer_id":"${value.fromPeerId}","offer_id":"${value.offerId}"`;
      return openNotice('offer', `${names},"sdp":${quoted(value.sdp)},"type":"offer"`);
    }
    case 'answer': {
      const sdp = quoted(value.sdp);
      return openNotice('answer', `"from_peer_id":"${value.fromPeerId}","sdp":${sdp},"type":"answer"`);
    }
    case 'iceCandidate':
      return openNotice('ice_candidate', `"from_peer_id":"${value.fromPeerId}",${candidateMembers(value)}`);
    case 'peerDisconnected':
      return openNotice('peer_disconnected', `"peer_id":"${value.peerId}"`);
    default:
      return broadcast(message);
  }
}

function candidateMembers({ candidate, sdpMid, sdpMlineIndex }: IceCandidateNotification): string {
  const isEnd = candidate === '' && sdpMid === '' && sdpMlineIndex === 0;
  const mid = sdpMid === '' ? 'null' : quoted(sdpMid);
  const index = isEnd ? 'null' : sdpMlineIndex;
  return `"candidate":${quoted(candidate)},"sdp_mid":${mid},"sdp_mline_index":${index}`;
}
