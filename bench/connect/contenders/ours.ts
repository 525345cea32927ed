import { WebRtcTransport } from '@remotemedia/sdk';
import type { Link, Meeting } from '../contender.ts';

function enter({ room, signaling }: Meeting): Promise<WebRtcTransport> {
  return WebRtcTransport.connect({ signaling, room, getIceServers: async () => [] });
}

/** Enters the room; the library connects to whoever comes. */
export async function host(meeting: Meeting): Promise<void> {
  const transport = await enter(meeting);
  transport.on('data', ({ peer, data }) => void transport.sendToPeer(peer.id, data));
}

/** Counts from `WebRtcTransport.connect` to `peerConnected`, from which on messages can be sent. */
export async function join(meeting: Meeting): Promise<Link> {
  const transport = await enter(meeting);
  const peer = await new Promise<{ id: string }>((resolve) => {
    transport.on('peerConnected', (event) => resolve(event.peer));
  });
  return {
    echo: (text) =>
      new Promise((resolve) => {
        transport.on('data', ({ data }) => resolve(String(data)));
        void transport.sendToPeer(peer.id, text);
      }),
  };
}
