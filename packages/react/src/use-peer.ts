'use client';

import type { Peer } from '@remotemedia/sdk';
import { useMemo, useSyncExternalStore } from 'react';

/** What a component shows of a peer, as of one moment. */
export type PeerSnapshot = Pick<Peer, 'state' | 'tracks' | 'streams'>;

/** Connection state, tracks and streams of one peer; the component renders anew when any of them changes. */
export function usePeer(peer: Peer): PeerSnapshot {
  const { subscribe, read } = useMemo(() => observe(peer), [peer]);
  return useSyncExternalStore(subscribe, read, read);
}

/** The same snapshot comes back until something in it differs: React compares snapshots by identity. */
function observe(peer: Peer) {
  let last = take(peer);
  return {
    read: (): PeerSnapshot => {
      const now = take(peer);
      if (now.state !== last.state || now.tracks !== last.tracks || now.streams !== last.streams) last = now;
      return last;
    },
    subscribe: (onChange: () => void) => {
      const undos = [peer.on('stateChange', onChange), peer.on('tracksChange', onChange)];
      return () => {
        for (const undo of undos) undo();
      };
    },
  };
}

function take({ state, tracks, streams }: Peer): PeerSnapshot {
  return { state, tracks, streams };
}
