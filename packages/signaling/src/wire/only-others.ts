import type { PeerId } from '../peer-info.ts';
import type { RoomEvent, StreamMessage } from './wire.ts';

/** A message as one in the room may take it who believes no server that it meets itself there, or anybody twice. */
export function onlyOthers(message: StreamMessage, self: PeerId | undefined): StreamMessage {
  if (message.type === 'event') {
    return subjectOf(message.event) === self ? { type: 'other', seq: message.seq } : message;
  }
  if (message.type !== 'ready') return message;
  const peers = new Map(message.peers.filter(({ id }) => id !== self).map((peer) => [peer.id, peer]));
  const offered = message.offered === self ? undefined : message.offered;
  return { ...message, peers: [...peers.values()], offered };
}

/** Whom it tells of. */
function subjectOf(event: RoomEvent): PeerId {
  if (event.type === 'signal') return event.signal.from;
  return event.type === 'peerJoined' || event.type === 'peerUpdated' ? event.peer.id : event.peerId;
}
