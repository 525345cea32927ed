import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import { stateName } from '../params/presence.ts';
import type { Dialect } from './dialect.ts';

/** A peer as a list shows it. */
export interface PeerJson {
  /** Its id. */
  readonly peer_id: string;
  /** What it can do, in the dialect's spelling. */
  readonly capabilities: unknown;
  /** What it said of itself. */
  readonly metadata: Readonly<Record<string, string>>;
  /** `available`, `busy` or `away`. */
  readonly state: string;
  /** When it came, in seconds since 1970. */
  readonly connected_at: number;
}

/** The peer as JSON. */
export function peerJson({ peerId, capabilities, metadata, state, connectedAt }: PeerInfo, dialect: Dialect): PeerJson {
  return {
    peer_id: peerId,
    capabilities: dialect.capabilities(capabilities),
    metadata,
    state: stateName(state),
    connected_at: Number(connectedAt),
  };
}
