import { SdkError } from '@remotemedia/base';
import type { PeerInfo, SignalingRequest, SignalingResponse } from '@remotemedia/protocol/webrtc';
import { type Awaitable, andThen } from '../hub/awaitable.ts';
import type { Hub } from '../hub/hub.ts';
import type { Stay } from '../hub/stay.ts';
import { ack, peerList } from './responses.ts';

/** Most characters of a text from the client that go back in a response. */
const MAX_ECHO_LENGTH = 80;

/** Who asks for something. */
export interface Asker {
  /** The sender's stay; absent when it has not announced itself. */
  readonly stay: Stay | undefined;
  /** The number that the client gave the request; 0 for none. */
  readonly number: number;
  /** Says whether the sender may see who is in the default room. @throws {SdkError} `permission-denied` */
  checkMayList(): void;
}

/**
 * Carries out any request but announce.
 *
 * @throws {SdkError} what the hub refused it with; `invalid-argument` when there is no request in the message. A
 *   promise rejects with these.
 */
export function carryOut(
  hub: Hub,
  asker: Asker,
  { requestId, request }: SignalingRequest,
): Awaitable<SignalingResponse> {
  const { stay, number } = asker;
  // The ids of peers that are in the room, which the hub has seen to, have no character that JSON would have to escape.
  switch (request.case) {
    case 'announce':
      throw new SdkError('failed-precondition', 'this stream is announced already; disconnect first');
    case 'offer': {
      const { toPeerId } = request.value;
      return andThen(hub.relay.offer(stay, request.value, number), (offerId) =>
        ack(requestId, `Offer sent to ${toPeerId}`, `{"offer_id":"${offerId}","to_peer_id":"${toPeerId}"}`),
      );
    }
    case 'answer': {
      const { toPeerId } = request.value;
      return andThen(hub.relay.answer(stay, request.value, number), () =>
        ack(requestId, `Answer sent to ${toPeerId}`, `{"to_peer_id":"${toPeerId}"}`),
      );
    }
    case 'iceCandidate': {
      const { toPeerId } = request.value;
      return andThen(hub.relay.candidate(stay, request.value, number), () =>
        ack(requestId, `ICE candidate sent to ${toPeerId}`, `{"to_peer_id":"${toPeerId}"}`),
      );
    }
    case 'disconnect': {
      // Any text is taken for an id that nobody has; no more of it goes back than an id can be long.
      const echo = request.value.peerId.slice(0, MAX_ECHO_LENGTH);
      return andThen(hub.relay.disconnect(stay, request.value.peerId, number), () =>
        ack(requestId, `Disconnect notification sent to ${echo}`, JSON.stringify({ peer_id: echo })),
      );
    }
    case 'listPeers':
      return andThen(peersAround(hub, asker), (peers) => peerList(requestId, peers));
    case 'update': {
      hub.update(stay, request.value);
      const peerId = stay?.peerId ?? '';
      return ack(requestId, `Peer ${peerId} updated`, `{"peer_id":"${peerId}"}`);
    }
    case undefined:
      throw new SdkError('invalid-argument', 'No request provided');
  }
}

/** Everyone in the room of the stay, itself included; the default room where there is no stay. */
function peersAround(hub: Hub, asker: Asker): Awaitable<PeerInfo[]> {
  const { stay } = asker;
  if (stay && !stay.isOver) return stay.room.peers();
  asker.checkMayList();
  return hub.peersOf();
}
