import { SdkError } from '@remotemedia/base';
import type { PeerInfo, SignalingRequest, SignalingResponse } from '@remotemedia/protocol/webrtc';
import type { Hub } from '../hub/hub.ts';
import { disconnect, relayAnswer, relayCandidate, relayOffer } from '../hub/relay.ts';
import type { Stay } from '../hub/stay.ts';
import { ack, peerList } from './responses.ts';

/** Most characters of a text from the client that go back in a response. */
const MAX_ECHO_LENGTH = 80;

/**
 * Carries out any request but announce.
 *
 * @param stay the sender's; absent when it has not announced itself
 * @throws {SdkError} what the hub refused it with; `invalid-argument` when there is no request in the message
 */
export function carryOut(
  hub: Hub,
  stay: Stay | undefined,
  { requestId, request }: SignalingRequest,
): SignalingResponse {
  switch (request.case) {
    case 'announce':
      throw new SdkError('failed-precondition', 'this stream is announced already; disconnect first');
    case 'offer': {
      const { toPeerId } = request.value;
      const offerId = relayOffer(stay, request.value);
      return ack(requestId, `Offer sent to ${toPeerId}`, { offer_id: offerId, to_peer_id: toPeerId });
    }
    case 'answer': {
      const { toPeerId } = request.value;
      relayAnswer(stay, request.value);
      return ack(requestId, `Answer sent to ${toPeerId}`, { to_peer_id: toPeerId });
    }
    case 'iceCandidate': {
      const { toPeerId } = request.value;
      relayCandidate(stay, request.value);
      return ack(requestId, `ICE candidate sent to ${toPeerId}`, { to_peer_id: toPeerId });
    }
    case 'disconnect': {
      const { peerId } = request.value;
      disconnect(stay, peerId);
      // Any text is taken for an id that nobody has; no more of it goes back than an id can be long.
      const echo = peerId.slice(0, MAX_ECHO_LENGTH);
      return ack(requestId, `Disconnect notification sent to ${echo}`, { peer_id: echo });
    }
    case 'listPeers':
      return peerList(requestId, peersAround(hub, stay));
    case undefined:
      throw new SdkError('invalid-argument', 'No request provided');
  }
}

/** Everyone in the room of `stay`, itself included; the default room where there is no stay. */
export function peersAround(hub: Hub, stay: Stay | undefined): PeerInfo[] {
  return stay && !stay.isOver ? stay.room.peers() : hub.peersOf();
}
