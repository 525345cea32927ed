import type { EngineName, VideoEncoderConfig } from '@remotemedia/sdk/codecs';

/** What a person can set for the picture. */
export interface VideoSettings {
  /** Where the pictures come from. */
  readonly source: 'camera' | 'test';
  /** Format. */
  readonly codec: 'vp8' | 'vp9';
  /** Height in pixels; the width follows. */
  readonly height: 180 | 360 | 720;
  /** Kilobits per second. */
  readonly kilobits: number;
  /** Speed before quality; `undefined` leaves it to the encoder. WebAssembly only. */
  readonly cpuUsed: number | undefined;
  /** Temporal layers. */
  readonly layers: 1 | 2 | 3;
}

/** What the page starts with. */
export const FIRST_SETTINGS: VideoSettings = {
  source: 'test',
  codec: 'vp9',
  height: 360,
  kilobits: 500,
  cpuUsed: undefined,
  layers: 1,
};

/** Pictures per second. */
export const FRAMERATE = 30;

/** Level 3.1: enough for 1280 × 720 at 30 pictures per second. */
const CODEC_STRINGS = { vp8: 'vp8', vp9: 'vp09.00.31.08' };

/** Pixels in a row. */
export function widthOf({ height }: Pick<VideoSettings, 'height'>): number {
  return (height * 16) / 9;
}

/** The configuration of one engine's encoder. */
export function encoderConfig(settings: VideoSettings, engine: EngineName): VideoEncoderConfig {
  const { codec, height, kilobits, cpuUsed, layers } = settings;
  return {
    codec: CODEC_STRINGS[codec],
    width: widthOf(settings),
    height,
    bitrate: kilobits * 1_000,
    framerate: FRAMERATE,
    bitrateMode: 'constant',
    latencyMode: 'realtime',
    engine,
    ...(layers > 1 && { scalabilityMode: `L1T${layers}` }),
    ...(engine === 'wasm' && cpuUsed !== undefined && { vpxExtras: { cpuUsed } }),
  };
}
