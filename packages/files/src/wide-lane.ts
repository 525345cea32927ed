import { type Clock, SdkError } from '@remotemedia/base';
import { type DataLane, FarLane } from '@remotemedia/data';
import type { FileLane, FilePeer } from './transport-port.ts';

/** The lane of a peer as files use it, and what must be let go of with it. */
export interface WideLane {
  /** What to send and listen on. */
  readonly lane: FileLane;
  /** Ends further connections; the peer's lane stays. Calling it again does nothing. */
  close(): void;
}

/**
 * Lets a peer's lane use further connections over ways that need them, where the peer has what that takes. They are set
 * up like the connection that exists, `iceServers` and `iceTransportPolicy` included.
 */
export function widen(peer: FilePeer, bulk: FileLane, clock: Clock): WideLane {
  const { control } = peer;
  if (!control || !peer.connection || !isDataLane(bulk)) return { lane: bulk, close: () => {} };
  const createConnection = () => {
    if (!peer.connection) throw new SdkError('unavailable', 'the connection to the peer is gone');
    return new RTCPeerConnection(peer.connection.getConfiguration());
  };
  return new FarLane(bulk, { control, createConnection }, clock);
}

/** By shape: the page may have loaded the class twice. */
function isDataLane(lane: FileLane): lane is FileLane & DataLane {
  return 'post' in lane && 'stats' in lane;
}
