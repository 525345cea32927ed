import type { MeshEvents } from '../mesh-options.ts';
import type { Peer } from '../peer.ts';
import { watchTracks } from './track-watch.ts';

/** What a mesh says of a peer while it is there. */
type Announced = Pick<MeshEvents, 'data' | 'lane' | 'peerConnected' | 'reconnected' | 'track' | 'trackRemoved'>;

/** Takes what is said. */
export type Announcer = <Name extends keyof Announced>(name: Name, payload: Announced[Name]) => void;

/** Says what happens to a peer as events of its mesh. */
export function announcePeer(peer: Peer, announce: Announcer): void {
  const compare = watchTracks({
    onGone: (entry) => announce('trackRemoved', { peer, ...entry }),
    onCome: (entry) => announce('track', { peer, ...entry }),
  });
  peer.on('tracksChange', compare);
  peer.on('data', (message) => announce('data', { peer, ...message }));
  peer.on('lane', (lane) => announce('lane', { peer, lane }));
  peer.on('reconnected', (event) => announce('reconnected', { peer, ...event }));
  const undo = peer.on('stateChange', ({ kind }) => {
    if (kind !== 'connected') return;
    undo();
    announce('peerConnected', { peer });
  });
}
