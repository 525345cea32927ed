import { type Peer, WebRtcTransport } from '@remotemedia/sdk';
import type { Meeting } from '../../connect/contender.ts';
import type { Pipe } from '../pipe.ts';

/** What goes in one frame. */
export const pieceBytes: number = 65_536;

/** Enters the room with the SDK's defaults; `pipeOf` says how its messages are sent. */
export async function enter(
  { room, signaling }: Meeting,
  onPipe: (pipe: Pipe) => void,
  pipeOf: (transport: WebRtcTransport, peer: Peer) => Pipe,
): Promise<void> {
  const transport = await WebRtcTransport.connect({ signaling, room, getIceServers: async () => [] });
  transport.on('peerConnected', ({ peer }) => onPipe(pipeOf(transport, peer)));
}

function messagesTo(transport: WebRtcTransport, peer: Peer): Pipe {
  return {
    send: (message) => transport.sendToPeer(peer.id, message),
    listen: (onMessage) => void transport.on('data', ({ data }) => data instanceof Uint8Array && onMessage(data)),
  };
}

/** Enters the room. */
export function host(meeting: Meeting, onPipe: (pipe: Pipe) => void): Promise<void> {
  return enter(meeting, onPipe, messagesTo);
}

/** Enters the room and waits until the other one is connected. */
export function join(meeting: Meeting): Promise<Pipe> {
  return new Promise((resolve, reject) => void enter(meeting, resolve, messagesTo).catch(reject));
}
