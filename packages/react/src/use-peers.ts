'use client';

import type { Peer, WebRtcTransport } from '@remotemedia/sdk';
import { useCallback, useSyncExternalStore } from 'react';

const NOBODY: readonly Peer[] = [];

/**
 * The other peers of the room, in the order of the transport; the component renders anew when somebody comes or
 * goes. What happens to one peer is {@link usePeer}'s concern. Empty while there is no transport yet and on a server.
 */
export function usePeers(transport: WebRtcTransport | undefined): readonly Peer[] {
  const subscribe = useCallback(
    (onChange: () => void) => transport?.on('peersChange', onChange) ?? (() => {}),
    [transport],
  );
  return useSyncExternalStore(
    subscribe,
    () => transport?.peers ?? NOBODY,
    () => NOBODY,
  );
}
