import type { VideoEncoderConfig } from '@remotemedia/codecs';
import type { VideoEncodeParams } from '../video-encode.ts';
import { codecString } from './video-codec.ts';

/** What an encoder is told for pictures of a size. */
export function encoderConfig(params: VideoEncodeParams, width: number, height: number): VideoEncoderConfig {
  const { codec, bitrate, framerate, qualityPreset, hardwareAccel } = params;
  return {
    codec: codecString(codec, width, height),
    width,
    height,
    bitrate,
    framerate,
    // Slow presets may look ahead; all others answer picture by picture.
    latencyMode: qualityPreset.startsWith('slow') || qualityPreset === 'veryslow' ? 'quality' : 'realtime',
    hardwareAcceleration: hardwareAccel ? 'no-preference' : 'prefer-software',
    // With start codes a decoder needs nothing beside the chunks.
    ...(codec === 'H264' ? { avc: { format: 'annexb' } } : {}),
  };
}
