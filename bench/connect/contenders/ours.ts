import { WebRtcTransport, type WebRtcTransportConfig } from '@remotemedia/sdk';
import type { Link, Meeting } from '../contender.ts';

/** The contender, with the signaling that `signalingOf` makes of the server's URL. */
export function contenderWith(signalingOf: (url: string) => WebRtcTransportConfig['signaling']): {
  host(meeting: Meeting): Promise<void>;
  join(meeting: Meeting): Promise<Link>;
} {
  const enter = ({ room, signaling }: Meeting) =>
    WebRtcTransport.connect({ signaling: signalingOf(signaling), room, getIceServers: async () => [] });

  return {
    async host(meeting) {
      const transport = await enter(meeting);
      transport.on('data', ({ peer, data }) => typeof data === 'string' && void transport.sendToPeer(peer.id, data));
    },
    async join(meeting) {
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
    },
  };
}

// As a page with a lobby does. The other contenders, too, are loaded before the clock starts.
await WebRtcTransport.preload();

/** Counts from `WebRtcTransport.connect` to `peerConnected`, from which on messages can be sent. */
export const { host, join } = contenderWith((url) => url);
