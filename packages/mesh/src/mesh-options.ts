import type { Clock, ReconnectionPolicy, SdkError } from '@remotemedia/base';
import type { DataLane, LaneMessage } from '@remotemedia/data';
import type { PeerId, PeerInfo, SignalingChannel } from '@remotemedia/signaling';
import type { LaneMode } from './connection/lanes.ts';
import type { Link } from './connection/link.ts';
import type { Peer, PeerEndReason, RemoteTrack } from './peer.ts';
import type { MeasurePeer } from './peer-metrics.ts';
import type { PathSources } from './recovery/path-watch.ts';
import type { ReconnectionEvent } from './recovery/recovery-state.ts';
import type { PreferredVideoCodec } from './track-sender.ts';
import type { DescriptionGuard } from './trust/description-guard.ts';

/** What happens to a `Mesh`. */
export type MeshEvents = {
  /** `Mesh.peers` changed. */
  peersChange: readonly Peer[];
  /** A peer entered; its connection is being set up. */
  peerJoined: { readonly peer: Peer };
  /** Media and messages flow to and from a peer for the first time. */
  peerConnected: { readonly peer: Peer };
  /** The connection to a peer was lost and is restored. */
  reconnected: { readonly peer: Peer } & ReconnectionEvent;
  /** A peer is gone. */
  peerDisconnected: { readonly peer: Peer; readonly reason: PeerEndReason; readonly error?: SdkError };
  /** A peer sends a track. */
  track: { readonly peer: Peer } & RemoteTrack;
  /** A peer stopped sending a track. */
  trackRemoved: { readonly peer: Peer } & RemoteTrack;
  /** A peer sent a message. */
  data: { readonly peer: Peer } & LaneMessage;
  /** A peer opened a lane of the application's. */
  lane: { readonly peer: Peer; readonly lane: DataLane };
  /** Something went wrong that ended nothing. */
  error: { readonly error: SdkError; readonly peer?: Peer };
};

/** Settings of a `Mesh`. */
export interface MeshOptions {
  /** Carries signals; stays the caller's, who closes it after the mesh. */
  readonly channel: SignalingChannel;
  /** Where the channel's events come from, if they were held back until now. @default the channel */
  readonly events?: Pick<SignalingChannel, 'on'> | undefined;
  /** Our own name in the room. */
  readonly self: PeerId;
  /** Makes the connection for a peer. */
  readonly createConnection: () => RTCPeerConnection;
  /** A link whose offer is ready for the first peer that is found in the room; the mesh closes it if there is none. */
  readonly prepared?: Link | undefined;
  /** Most peers at one time, besides ourselves. */
  readonly maxPeers: number;
  /** How messages are delivered when nothing else is said; no data channels without. */
  readonly laneMode?: LaneMode | undefined;
  /** Codec to offer first for video. */
  readonly videoCodec?: PreferredVideoCodec | undefined;
  /** Least delay of the receivers' jitter buffers in milliseconds. */
  readonly jitterBufferMs?: number | undefined;
  /** How long one try to make or restore a connection may take, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** When a lost connection is tried again, and how often. @default RECONNECTION_PRESETS.default */
  readonly policy?: ReconnectionPolicy | undefined;
  /** Seals our descriptions and checks those of others. A prepared link must have been sealed by it. */
  readonly guard?: DescriptionGuard | undefined;
  /** Whether we connect to a peer at all; others are dismissed. @default everyone */
  readonly accepts?: ((info: PeerInfo) => boolean) | undefined;
  /** Measures connections, for `Peer.getMetrics`. @default nobody does */
  readonly measure?: MeasurePeer | undefined;
  /** Where signs of a changed path come from. @default the page */
  readonly pathSources?: PathSources | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}
