import SimplePeer from 'simple-peer/simplepeer.min.js';
import type { Meeting } from '../../connect/contender.ts';
import type { Pipe } from '../pipe.ts';

/** It is a stream: users write pieces as they come and wait for `drain` when it says so. */
export const pieceBytes: number = 65_536;

/** The half of it that is a Node stream. */
interface Writes {
  write(chunk: Uint8Array): boolean;
  once(event: 'drain', listener: () => void): void;
}

function pipeOf(peer: SimplePeer & Writes): Pipe {
  return {
    async send(message) {
      if (!peer.write(message)) await new Promise<void>((resolve) => peer.once('drain', resolve));
    },
    listen: (onMessage) => void peer.on('data', onMessage),
  };
}

function enter({ room, signaling }: Meeting, isInitiator: boolean) {
  const socket = new WebSocket(`${signaling}/${room}`);
  const isOpen = new Promise<void>((resolve) => {
    socket.onopen = () => resolve();
  });
  const peer = new SimplePeer({ initiator: isInitiator, config: { iceServers: [] }, trickle: true }) as SimplePeer &
    Writes;
  peer.on('signal', (signal) => void isOpen.then(() => socket.send(JSON.stringify(signal))));
  socket.onmessage = ({ data }) => peer.signal(JSON.parse(data));
  return { peer, isOpen };
}

/** Enters the room and answers the first offer. */
export async function host(meeting: Meeting, onPipe: (pipe: Pipe) => void): Promise<void> {
  const { peer, isOpen } = enter(meeting, false);
  peer.on('connect', () => onPipe(pipeOf(peer)));
  await isOpen;
}

/** Makes the offer. */
export async function join(meeting: Meeting): Promise<Pipe> {
  const { peer } = enter(meeting, true);
  await new Promise<void>((resolve, reject) => {
    peer.on('connect', resolve);
    peer.on('error', reject);
  });
  return pipeOf(peer);
}
