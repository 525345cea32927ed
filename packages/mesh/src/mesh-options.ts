import type { Clock, SdkError } from '@remotemedia/base';
import type { LaneMessage, LaneMode } from '@remotemedia/data';
import type { PeerId, SignalingChannel } from '@remotemedia/signaling';
import type { Link } from './link.ts';
import type { Peer, PeerEndReason, RemoteTrack } from './peer.ts';
import type { PreferredVideoCodec } from './track-sender.ts';

/** What happens to a `Mesh`. */
export type MeshEvents = {
  /** `Mesh.peers` changed. */
  peersChange: readonly Peer[];
  /** A peer entered; its connection is being set up. */
  peerJoined: { readonly peer: Peer };
  /** Media and messages flow to and from a peer. */
  peerConnected: { readonly peer: Peer };
  /** A peer is gone. */
  peerDisconnected: { readonly peer: Peer; readonly reason: PeerEndReason; readonly error?: SdkError };
  /** A peer sends a track. */
  track: { readonly peer: Peer } & RemoteTrack;
  /** A peer stopped sending a track. */
  trackRemoved: { readonly peer: Peer } & RemoteTrack;
  /** A peer sent a message. */
  data: { readonly peer: Peer; readonly data: LaneMessage };
  /** Something went wrong that ended nothing. */
  error: { readonly error: SdkError; readonly peer?: Peer };
};

/** Settings of a `Mesh`. */
export interface MeshOptions {
  /** Carries signals; stays the caller's, who closes it after the mesh. */
  readonly channel: SignalingChannel;
  /** Our own name in the room. */
  readonly self: PeerId;
  /** Makes the connection for a peer. */
  readonly createConnection: () => RTCPeerConnection;
  /** A link whose offer is ready for the first peer that is found in the room; the mesh closes it if there is none. */
  readonly prepared?: Link | undefined;
  /** Most peers at one time, besides ourselves. */
  readonly maxPeers: number;
  /** How messages are delivered; no data channel without. */
  readonly laneMode?: LaneMode | undefined;
  /** Codec to offer first for video. */
  readonly videoCodec?: PreferredVideoCodec | undefined;
  /** Least delay of the receivers' jitter buffers in milliseconds. */
  readonly jitterBufferMs?: number | undefined;
  /** How long a connection may take to be set up or restored, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}
