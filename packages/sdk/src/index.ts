export {
  type BreakerState,
  type ReconnectionPreset,
  SdkError,
  type SdkErrorCode,
  type Undo,
} from '@remotemedia/base';
export type {
  DataLane,
  IncomingRequest,
  JsonValue,
  LaneMessage,
  LaneStats,
  RequestHandler,
} from '@remotemedia/data';
export type {
  MeshEvents,
  Peer,
  PeerEndReason,
  PeerEvents,
  PeerRecovery,
  PeerState,
  ReconnectionEvent,
  RecoveryStage,
  RemoteTrack,
  TrackOptions,
} from '@remotemedia/mesh';
export type {
  ConnectionQualityMetrics,
  LimitReason,
  PeerStats,
  Quality,
  QualityEvents,
  QualityTier,
  TrackLimits,
  View,
} from '@remotemedia/quality';
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
export type { PipelineChoice, PipelinesByKind } from './pipelines/pipeline-choice.ts';
export type { NodeEvent, TransportPipelineEvent } from './pipelines/pipeline-events.ts';
export type { OutputRoute, RoutingPolicy } from './session/routing.ts';
export type { Session, SessionEvents, SessionOptions, SessionSendOptions, SessionState } from './session/session.ts';
export type { ReceiveOptions } from './session/session-inbox.ts';
export type { SessionMessage } from './session/session-message.ts';
export type { SessionMetrics } from './session/session-metrics.ts';
export type { SessionStateSnapshot, TransportSnapshot } from './session/session-snapshot.ts';
export type { TransportTuning, TurnServer, WebRtcTransportConfig } from './transport/config.ts';
export type { IceServersAnswer } from './transport/ice-servers-answer.ts';
export { highQualityPreset, lowLatencyPreset, mobileNetworkPreset } from './transport/presets.ts';
export { WebRtcTransport } from './transport/transport.ts';
export type {
  AskOptions,
  BroadcastOptions,
  PublishOptions,
  SendOptions,
  TransportEvents,
  TransportMessage,
  TransportState,
} from './transport/transport-events.ts';
