export {
  type DeviceList,
  listDevices,
  type MediaDevice,
  NO_DEVICES,
  type OpenUserMediaOptions,
  openUserMedia,
  watchDevices,
} from './devices.ts';
export { rmsDbfs, SILENCE_DBFS } from './level.ts';
export { LevelMeter, type LevelMeterEvents } from './level-meter.ts';
export { type CaptureSubject, mediaFault } from './media-fault.ts';
export { resumeAudio } from './shared-audio-context.ts';
export { SpeechGate, type SpeechGateOptions } from './speech-gate.ts';
