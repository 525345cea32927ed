export type { AdaptationEvents, AdaptationOptions } from './adaptation/adaptation.ts';
export type { LimitReason, TrackLimits, VideoLimits } from './adaptation/limits.ts';
export type { Size } from './adaptation/picture.ts';
export type { RemoteAudioProblem, RemoteAudioWarning } from './detect/remote-audio.ts';
export { Quality, type QualityEvents, type QualityOptions } from './quality.ts';
export type { QualityPeer, QualitySender, QualitySource, SendingOptions } from './quality-port.ts';
export { type ConnectionQualityMetrics, connectionQuality } from './score/connection-quality.ts';
export {
  applyBitrateAction,
  type BitrateAction,
  bitrateAction,
  INITIAL_BITRATE,
  type PeerBitrateState,
  type QualityTier,
  TIERS,
  tierOf,
} from './score/peer-bitrate.ts';
export {
  ACCEPTABLE_SCORE,
  isAcceptable,
  mayIncreaseBitrate,
  type QualityInputs,
  qualityScore,
  shouldReduceBitrate,
} from './score/quality-score.ts';
export type {
  CandidateStats,
  ConnectionStats,
  LayerStats,
  LimitationDurations,
  MediaKind,
  PeerStats,
  ReceivedTrackStats,
  SentTrackStats,
  TrackStats,
} from './stats/peer-stats.ts';
export { StatsCollector, type StatsCollectorOptions, type StatsEvents } from './stats/stats-collector.ts';
export type { ObserveViewOptions } from './view/video-observer.ts';
export type { View } from './view/view.ts';
export type { ViewTarget } from './view/view-sender.ts';
