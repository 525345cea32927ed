'use client';

import type { TransportState, WebRtcTransport } from '@remotemedia/sdk';
import { useCallback, useSyncExternalStore } from 'react';

const CONNECTING: TransportState = { kind: 'connecting' };

/**
 * The state of a transport; the component renders anew when it changes. `connecting` while there is no transport
 * yet and on a server.
 */
export function useTransportState(transport: WebRtcTransport | undefined): TransportState {
  const subscribe = useCallback(
    (onChange: () => void) => transport?.on('stateChange', onChange) ?? (() => {}),
    [transport],
  );
  return useSyncExternalStore(
    subscribe,
    () => transport?.state ?? CONNECTING,
    () => CONNECTING,
  );
}
