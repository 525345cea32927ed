import type { CompleteVpxEncoderConfig } from './encoder-config.ts';

/** What the bridge can be told, by number: the list of `wasm/vpx/bridge/settings.h`. */
const SETTING = {
  width: 0,
  height: 1,
  framerate: 2,
  kilobits: 3,
  rateControl: 4,
  minQuantizer: 5,
  maxQuantizer: 6,
  keyInterval: 7,
  temporalLayers: 8,
  errorResilient: 9,
  speed: 10,
  upperSpeed: 11,
  screen: 12,
  noiseSensitivity: 13,
  staticThreshold: 14,
  aqMode: 15,
  tileColumns: 16,
  dropThreshold: 17,
  colorSpace: 18,
  fullRange: 19,
} as const;

const RATE_CONTROLS = { constant: 0, variable: 1, quantizer: 2 } as const;

/** Per cent of the rate buffer below which frames are dropped; WebRTC's. */
const DROP_THRESHOLD = 30;

/** What the stream says of its colours. */
export interface SignalledColor {
  /** VP9's number. */
  readonly colorNumber: number;
  /** Whether black is 0. */
  readonly fullRange: boolean;
}

/** Pairs of number and value for the bridge. */
export function bridgeSettings(
  config: CompleteVpxEncoderConfig,
  color: SignalledColor,
): readonly (readonly [number, number])[] {
  return [
    [SETTING.width, config.width],
    [SETTING.height, config.height],
    [SETTING.framerate, Math.min(1000, Math.max(1, Math.round(config.framerate)))],
    [SETTING.kilobits, Math.max(1, Math.round(config.bitrate / 1000))],
    [SETTING.rateControl, RATE_CONTROLS[config.bitrateMode]],
    [SETTING.minQuantizer, config.minQuantizer],
    [SETTING.maxQuantizer, config.maxQuantizer],
    [SETTING.keyInterval, config.keyFrameInterval],
    [SETTING.temporalLayers, config.temporalLayers],
    [SETTING.errorResilient, Number(config.errorResilient)],
    [SETTING.speed, config.cpuUsed],
    [SETTING.upperSpeed, upperSpeed(config)],
    [SETTING.screen, Number(config.contentHint === 'detail')],
    [SETTING.noiseSensitivity, config.noiseSensitivity],
    [SETTING.staticThreshold, config.staticThreshold],
    [SETTING.aqMode, config.aqMode],
    [SETTING.tileColumns, config.tileColumns],
    [SETTING.dropThreshold, config.dropFrames ? DROP_THRESHOLD : 0],
    [SETTING.colorSpace, color.colorNumber],
    [SETTING.fullRange, Number(color.fullRange)],
  ];
}

/** Frames above the base are worth less time, because few others or none refer to them; as WebRTC has it. */
function upperSpeed({ codec, cpuUsed }: CompleteVpxEncoderConfig): number {
  return codec === 'vp9' && cpuUsed >= 5 ? Math.max(8, cpuUsed) : cpuUsed;
}
