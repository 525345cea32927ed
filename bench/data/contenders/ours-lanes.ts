import type { Peer, WebRtcTransport } from '@remotemedia/sdk';
import type { Meeting } from '../../connect/contender.ts';
import type { Pipe } from '../pipe.ts';
import { enter } from './ours.ts';

/** What goes in one frame. */
export const pieceBytes: number = 65_536;

/** What is large goes over the lane for it, as files do; what is small is sent as a message. */
function lanesTo(transport: WebRtcTransport, peer: Peer): Pipe {
  const bulk = peer.lanes?.bulk;
  if (!bulk) throw new Error('the peer has no lanes');
  return {
    send: (message) => (message.byteLength > 1_024 ? bulk.send(message) : transport.sendToPeer(peer.id, message)),
    listen(onMessage) {
      transport.on('data', ({ data }) => data instanceof Uint8Array && onMessage(data));
      bulk.on('message', ({ data }) => data instanceof Uint8Array && onMessage(data));
    },
  };
}

/** Enters the room. */
export function host(meeting: Meeting, onPipe: (pipe: Pipe) => void): Promise<void> {
  return enter(meeting, onPipe, lanesTo);
}

/** Enters the room and waits until the other one is connected. */
export function join(meeting: Meeting): Promise<Pipe> {
  return new Promise((resolve, reject) => void enter(meeting, resolve, lanesTo).catch(reject));
}
