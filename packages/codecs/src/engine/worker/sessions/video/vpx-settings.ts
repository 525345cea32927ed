import { SdkError } from '@remotemedia/base';
import type { VpxEncoderConfig } from '../../../../vpx/index.ts';
import type { VideoEncoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import { vpxCodecOf } from './vpx-codec.ts';

/** A key frame only when it is asked for, as `keyFrameInterval: 0` says; the encoder's longest interval. */
const NO_INTERVAL = 1_000_000;

/** Temporal layers by scalability mode (WebRTC-SVC); without one there is a single layer. */
const TEMPORAL_LAYERS: Readonly<Record<string, 1 | 2 | 3>> = { L1T1: 1, L1T2: 2, L1T3: 3 };

/** Kinds of adaptive quantization. */
const AQ_MODES = [0, 1, 2, 3] as const;

/** Hints of what is seen (MediaStreamTrack Content Hints), as the encoder has them. */
const CONTENT_HINTS: Readonly<Record<string, 'motion' | 'detail'>> = {
  motion: 'motion',
  detail: 'detail',
  text: 'detail',
};

/**
 * Translates a configuration of the platform's shape, with our members.
 *
 * @throws {SdkError} `unimplemented` for another codec or scalability mode
 */
export function vpxEncoderSettings(config: VideoEncoderConfig): VpxEncoderConfig {
  const { width, height, framerate, bitrate, bitrateMode = 'variable', vpxExtras = {} } = config;
  const { keyFrameInterval, aqMode, ...extras } = vpxExtras;
  return {
    ...extras,
    codec: vpxCodecOf(config.codec),
    width,
    height,
    framerate,
    bitrate,
    bitrateMode,
    keyFrameInterval: keyFrameInterval === 0 ? NO_INTERVAL : keyFrameInterval,
    aqMode: AQ_MODES.find((mode) => mode === aqMode),
    temporalLayers: temporalLayersOf(config.scalabilityMode),
    contentHint: CONTENT_HINTS[config.contentHint ?? ''],
    dropFrames: config.latencyMode === 'realtime' && bitrateMode === 'constant',
  };
}

function temporalLayersOf(mode = ''): 1 | 2 | 3 {
  const layers = TEMPORAL_LAYERS[mode || 'L1T1'];
  if (layers) return layers;
  throw new SdkError('unimplemented', `scalabilityMode must be one of L1T1, L1T2, L1T3, not ${mode}`);
}
