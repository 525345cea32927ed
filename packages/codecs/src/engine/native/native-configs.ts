import type {
  AudioDecoderConfig,
  AudioEncoderConfig,
  VideoDecoderConfig,
  VideoEncoderConfig,
} from '../../webcodecs/coders/config-types.ts';

type Extras = 'engine' | 'opusExtras' | 'vpxExtras';

/** The members that the platform has a name for. */
export function nativeAudioEncoderConfig(config: AudioEncoderConfig): Omit<AudioEncoderConfig, Extras> {
  const { engine: _engine, opusExtras: _extras, ...rest } = config;
  return rest;
}

/** The members that the platform has a name for. */
export function nativeAudioDecoderConfig(config: AudioDecoderConfig): Omit<AudioDecoderConfig, Extras> {
  const { engine: _engine, opusExtras: _extras, ...rest } = config;
  return rest;
}

/** The members that the platform has a name for. */
export function nativeVideoEncoderConfig(config: VideoEncoderConfig): Omit<VideoEncoderConfig, Extras> {
  const { engine: _engine, vpxExtras: _extras, ...rest } = config;
  return rest;
}

/** The members that the platform has a name for. */
export function nativeVideoDecoderConfig(config: VideoDecoderConfig): Omit<VideoDecoderConfig, Extras> {
  const { engine: _engine, ...rest } = config;
  return rest;
}
