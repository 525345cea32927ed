/**
 * Pipelines: a manifest says which nodes treat media and data on their way, and one of several hosts runs them.
 *
 * @module
 */
export type { AssetProgress, AssetSource, AssetSources } from './assets/index.ts';
export type { AttachOptions } from './attach/attach-options.ts';
export { attachPipeline } from './attach/attach-pipeline.ts';
export { AttachedPipeline, type AttachedPipelineEvents } from './attach/attached-pipeline.ts';
export type { AttachedStats, AttachmentStall, AttachWay } from './attach/attachment.ts';
export type { SoundPathStats } from './attach/audio/sound-stats.ts';
export { type AttachMixOptions, attachMix } from './attach/mix/attach-mix.ts';
export { AttachedMix } from './attach/mix/attached-mix.ts';
export type { PicturePathStats } from './attach/video/line/picture-path-stats.ts';
export {
  type CheckedManifest,
  type CheckOptions,
  checkManifest,
  compileManifest,
  type ManifestSource,
} from './compile/check-manifest.ts';
export { type JsonSchema, manifestSchema } from './compile/manifest-schema.ts';
export type { AudioFormat } from './data/audio-block.ts';
export { runtimeDataFromJson } from './data/json/from-json.ts';
export { runtimeDataToJson } from './data/json/to-json.ts';
export type {
  BinaryData,
  ControlData,
  EncodedAudioData,
  EncodedVideoData,
  FileData,
  JsonData,
  NumpyData,
  StillImageData,
  TensorData,
  TextData,
  VideoData,
} from './data/runtime-data.ts';
export { MANIFEST_LIMITS } from './manifest/limits.ts';
export type { Manifest, ManifestConnection, ManifestNode } from './manifest/manifest.ts';
export { ManifestError } from './manifest/manifest-error.ts';
export type { ManifestProblem, ProblemCode, TextPosition } from './manifest/manifest-problem.ts';
export { parseManifest } from './manifest/parse-manifest.ts';
export type { AnyNodeDefinition } from './node/node-definition.ts';
export * from './node.ts';
export type { AudioLevelEvent } from './nodes/analysis/audio-level.ts';
export type { ChannelBalanceEvent } from './nodes/analysis/channel-balance.ts';
export type { ClippingEvent } from './nodes/analysis/clipping-detector.ts';
export type { ConversationFlowEvent } from './nodes/analysis/conversation-flow.ts';
export type { IncidentEvent } from './nodes/analysis/event-correlator.ts';
export type { SessionHealthEvent } from './nodes/analysis/session-health.ts';
export type { SilenceEvent } from './nodes/analysis/silence-detector.ts';
export type { SpeechPresenceEvent } from './nodes/analysis/speech-presence.ts';
export type { TimingEvent } from './nodes/analysis/timing-drift.ts';
export { builtinNodes } from './nodes/index.ts';
export type { NodeEvents } from './nodes/node-events.ts';
export type { RecorderEvent } from './nodes/record/recorder.ts';
export type { VoiceActivityEvent } from './nodes/voice/voice-activity-event.ts';
export type { GraphPlan, NodeState, PlanEdge, PlanNode } from './plan/graph-plan.ts';
export { NodeRegistry } from './registry/node-registry.ts';
export type { GraphStats, LatencySummary, NodeFault, NodeStats, QueueOptions, QueuePolicy } from './run/index.ts';
export {
  type ExecuteOptions,
  type LoadingEvent,
  type LoadingStatus,
  type PipelineControls,
  type PipelineEvents,
  type PipelineOutput,
  PipelineRunner,
  type RunnerOptions,
  type SendOptions,
  type SessionOptions,
  StreamSession,
  type TopicListener,
} from './session/index.ts';
