export {
  RemoteAudioWatch,
  type RemoteAudioWatchEvents,
  type RemoteAudioWatchOptions,
} from './detectors/remote-audio-watch.ts';
export type { SilenceGateOptions } from './detectors/silence-gate.ts';
export { SilentMicrophone, type SilentMicrophoneEvents } from './detectors/silent-microphone.ts';
export { SpeakingWhileMuted, type SpeakingWhileMutedEvents } from './detectors/speaking-while-muted.ts';
export {
  type DeviceList,
  listDevices,
  type MediaDevice,
  NO_DEVICES,
  type OpenUserMediaOptions,
  openUserMedia,
  watchDevices,
} from './devices.ts';
export { DeviceKeeper } from './keeper/device-keeper.ts';
export type { DeviceKeeperOptions, KeeperWait } from './keeper/device-keeper-options.ts';
export type {
  DeviceKeeperEvents,
  DevicePolicy,
  InterruptionCause,
  KeeperState,
  LossCause,
  TrackChange,
  TrackChangeCause,
} from './keeper/keeper-state.ts';
export type { CaptureKind, MediaPlatform, PermissionAnswer, PluggedDevice } from './keeper/media-platform.ts';
export { pagePlatform } from './keeper/page-platform.ts';
export type { RememberedDevice } from './keeper/pick-device.ts';
export { recoverMedia } from './keeper/recover-media.ts';
export { rmsDbfs, SILENCE_DBFS } from './level.ts';
export { LevelMeter, type LevelMeterEvents } from './level-meter.ts';
export { type CaptureSubject, mediaFault } from './media-fault.ts';
export { canChooseSpeaker, Playback, type PlaybackEvents, type PlaybackOptions } from './playback/playback.ts';
export type { PlaybackState } from './playback/playback-state.ts';
export { isPlaybackBlocked, isPlayed, onPlaybackBlocked, unlockPlayback } from './playback/playbacks.ts';
export {
  canShareScreen,
  openScreenShare,
  ScreenShare,
  type ScreenShareEnd,
  type ScreenShareEvents,
} from './screen/screen-share.ts';
export type { ScreenContentHint, ScreenShareOptions, ScreenSurface } from './screen/screen-share-options.ts';
export {
  type AudioContextLease,
  leaseAudioContext,
  onAudioContextState,
  type ResumeAudioOptions,
  resumeAudio,
} from './shared-audio-context.ts';
export { SpeechGate, type SpeechGateOptions } from './speech-gate.ts';
export type { TrackSet } from './take-stream.ts';
