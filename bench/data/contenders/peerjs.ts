import { type DataConnection, Peer } from 'peerjs';
import type { Meeting } from '../../connect/contender.ts';
import type { Pipe } from '../pipe.ts';

/** PeerJS cuts by itself, so its users send what they have; a file read in pieces comes in some such size. */
export const pieceBytes: number = 1_048_576;

/** Time between two looks at the queue, which tells nobody that it is empty, in milliseconds. */
const POLL_MS = 5;

function openPeer(id: string, signaling: string): Peer {
  const { hostname, port } = new URL(signaling);
  return new Peer(id, { host: hostname, port: Number(port), path: '/', secure: false, config: { iceServers: [] } });
}

/** What it queues is public, though its types do not say so for every kind of connection. */
type Queueing = DataConnection & { readonly bufferSize: number };

function pipeOf(connection: Queueing): Pipe {
  return {
    async send(message) {
      void connection.send(message);
      while (connection.bufferSize > 0) await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    },
    listen(onMessage) {
      connection.on('data', (data) => onMessage(new Uint8Array(data as ArrayBuffer)));
    },
  };
}

/** Waits for connections. */
export async function host({ room, signaling }: Meeting, onPipe: (pipe: Pipe) => void): Promise<void> {
  const peer = openPeer(room, signaling);
  peer.on('connection', (connection) => connection.on('open', () => onPipe(pipeOf(connection as Queueing))));
  await new Promise<void>((resolve, reject) => {
    peer.on('open', () => resolve());
    peer.on('error', reject);
  });
}

/** Connects to the host, whose id is the room's name. */
export async function join({ room, signaling }: Meeting): Promise<Pipe> {
  const peer = openPeer(crypto.randomUUID(), signaling);
  return new Promise((resolve, reject) => {
    peer.on('error', reject);
    peer.on('open', () => {
      const connection = peer.connect(room, { reliable: true });
      connection.on('open', () => resolve(pipeOf(connection as Queueing)));
    });
  });
}
