export { SdkError, type SdkErrorCode, type Undo } from '@remotemedia/base';
export type {
  LaneMessage,
  MeshEvents,
  Peer,
  PeerEndReason,
  PeerEvents,
  PeerState,
  RemoteTrack,
} from '@remotemedia/mesh';
export type {
  CallOptions,
  CandidateSignal,
  DescriptionSignal,
  IceServerOffer,
  JoinRequest,
  JoinResult,
  PeerCapabilities,
  PeerId,
  PeerInfo,
  PeerUpdate,
  Presence,
  RemoteSignal,
  Signal,
  SignalingChannel,
  SignalingEvents,
  SignalingState,
} from '@remotemedia/signaling';
export type { TransportTuning, TurnServer, WebRtcTransportConfig } from './transport/config.ts';
export {
  type BroadcastOptions,
  type SendOptions,
  type TransportEvents,
  type TransportMessage,
  type TransportState,
  WebRtcTransport,
} from './transport/transport.ts';
