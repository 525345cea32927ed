import SimplePeer from 'simple-peer/simplepeer.min.js';
import type { Link, Meeting } from '../contender.ts';

/** simple-peer over the relay that `raw` uses; the newcomer initiates and makes its offer while the socket opens. */
function openPeer(isInitiator: boolean, send: (signal: unknown) => void): SimplePeer {
  const peer = new SimplePeer({ initiator: isInitiator, config: { iceServers: [] }, trickle: true });
  peer.on('signal', send);
  return peer;
}

/** Enters the room and answers the first offer. */
export async function host({ room, signaling }: Meeting): Promise<void> {
  const socket = new WebSocket(`${signaling}/${room}`);
  let peer: SimplePeer | undefined;
  const answer = (): SimplePeer => {
    const answering = openPeer(false, (signal) => socket.send(JSON.stringify(signal)));
    answering.on('data', (data) => answering.send(data));
    return answering;
  };
  socket.onmessage = ({ data }) => {
    peer ??= answer();
    peer.signal(JSON.parse(data));
  };
  await new Promise((resolve) => {
    socket.onopen = resolve;
  });
}

/** Counts from `new WebSocket` to the event `connect`. */
export async function join({ room, signaling }: Meeting): Promise<Link> {
  const socket = new WebSocket(`${signaling}/${room}`);
  const socketOpen = new Promise((resolve) => {
    socket.onopen = resolve;
  });
  const peer = openPeer(true, (signal) => void socketOpen.then(() => socket.send(JSON.stringify(signal))));
  socket.onmessage = ({ data }) => peer.signal(JSON.parse(data));
  await new Promise<void>((resolve, reject) => {
    peer.on('connect', resolve);
    peer.on('error', reject);
  });
  return {
    echo: (text) =>
      new Promise((resolve) => {
        peer.on('data', (data) => resolve(new TextDecoder().decode(data)));
        peer.send(text);
      }),
  };
}
