import type { IceCandidateNotification, SignalingNotification } from '@remotemedia/protocol/webrtc';
import { capabilityNames } from '../params/capabilities.ts';
import type { Dialect } from './dialect.ts';
import { membersOf, openNotice } from './notice.ts';
import { PEER_DIALECT } from './peer-dialect.ts';

/**
 * The dialect of upstream's mesh client: it calls `peer.*` methods without `jsonrpc`, takes other peers'
 * announcements for news that they joined, and reads candidates as JSON text within the JSON.
 */
export const MESH_DIALECT: Dialect = { ...PEER_DIALECT, name: 'mesh', notice: meshNotice };

function meshNotice(message: SignalingNotification, to: string): string | undefined {
  const { case: kind, value } = message.notification;
  switch (kind) {
    case 'peerJoined': {
      const members = { peer_id: value.peerId, capabilities: capabilityNames(value.capabilities) };
      return openNotice('peer.announce', membersOf(members));
    }
    case 'peerLeft':
    case 'peerDisconnected':
      return openNotice('peer.disconnect', `"peer_id":"${value.peerId}"`);
    case 'iceCandidate': {
      const candidate = candidateInit(value);
      return openNotice('peer.ice_candidate', membersOf({ from: value.fromPeerId, to, candidate }));
    }
    case 'peerUpdated':
      return undefined;
    default:
      return PEER_DIALECT.notice(message, to);
  }
}

function candidateInit({ candidate, sdpMid, sdpMlineIndex }: IceCandidateNotification): string {
  const init = {
    candidate,
    sdpMid: sdpMid === '' ? null : sdpMid,
    sdpMLineIndex: sdpMlineIndex,
    usernameFragment: null,
  };
  return JSON.stringify(init);
}
