export type { ControlPort } from './connection/control.ts';
export {
  closeLink,
  type LaneMode,
  type Link,
  type LinkOptions,
  openOfferedLink,
  type PeerLanes,
} from './connection/link.ts';
export type { OpenLaneOptions } from './connection/open-lanes.ts';
export type { TrackOptions, VideoCodecName } from './encodings.ts';
export { Mesh } from './mesh.ts';
export type { MeshEvents, MeshOptions } from './mesh-options.ts';
export type { Peer, PeerEndReason, PeerEvents, PeerSendOptions, PeerState, RemoteTrack } from './peer.ts';
export type {
  PeerRecovery,
  ReconnectionEvent,
  ReconnectOptions,
  RecoveryStage,
  RecoveryStatus,
} from './recovery/recovery-state.ts';
export type { LocalTrack, PreferredVideoCodec, SenderOf } from './track-sender.ts';
export type { DescriptionGuard } from './trust/description-guard.ts';
export { type PeerLists, peerLists } from './trust/peer-lists.ts';
