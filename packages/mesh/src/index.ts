export type { ControlPort } from './connection/control.ts';
export type { LaneMode, PeerLanes } from './connection/lanes.ts';
export type { OpenLaneOptions } from './connection/open-lanes.ts';
export type { TrackOptions, VideoCodecName } from './encodings.ts';
export { Mesh } from './mesh.ts';
export type { MeshEvents, MeshOptions } from './mesh-options.ts';
export type { Peer, PeerEndReason, PeerEvents, PeerSendOptions, PeerState, RemoteTrack } from './peer.ts';
export type { PeerMetrics } from './peer-metrics.ts';
export type {
  PeerRecovery,
  ReconnectionEvent,
  ReconnectOptions,
  RecoveryStage,
  RecoveryStatus,
} from './recovery/recovery-state.ts';
export type { LocalTrack, PreferredVideoCodec, SenderOf } from './track-sender.ts';
export type { DescriptionGuard } from './trust/description-guard.ts';
