import { type DataConnection, Peer } from 'peerjs';
import type { Link, Meeting } from '../contender.ts';

/**
 * PeerJS with a local PeerServer. It has no rooms: the host's id is the room's name. Both pages bring an id, which
 * saves PeerJS a request for one.
 */
function openPeer(id: string, signaling: string): Peer {
  const { hostname, port } = new URL(signaling);
  return new Peer(id, { host: hostname, port: Number(port), path: '/', secure: false, config: { iceServers: [] } });
}

/** Waits for connections. */
export async function host({ room, signaling }: Meeting): Promise<void> {
  const peer = openPeer(room, signaling);
  peer.on('connection', (connection) => {
    connection.on('data', (data) => void connection.send(data));
  });
  await new Promise<void>((resolve, reject) => {
    peer.on('open', () => resolve());
    peer.on('error', reject);
  });
}

/** Counts from `new Peer` to `open` of the data connection. `connect` before `open` of the peer would be lost. */
export async function join({ room, signaling }: Meeting): Promise<Link> {
  const peer = openPeer(crypto.randomUUID(), signaling);
  const connection = await new Promise<DataConnection>((resolve, reject) => {
    peer.on('error', reject);
    peer.on('open', () => {
      const connection = peer.connect(room, { reliable: true });
      connection.on('open', () => resolve(connection));
    });
  });
  return {
    echo: (text) =>
      new Promise((resolve) => {
        connection.on('data', (data) => resolve(String(data)));
        void connection.send(text);
      }),
  };
}
