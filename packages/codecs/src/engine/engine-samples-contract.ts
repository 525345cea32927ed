import { readAudioDecoderConfig, readAudioEncoderConfig } from '../webcodecs/coders/config/audio-configs.ts';
import { readVideoEncoderConfig } from '../webcodecs/coders/config/video-encoder-config.ts';
import type { AudioDecoderConfig, AudioEncoderConfig, VideoEncoderConfig } from '../webcodecs/coders/config-types.ts';
import { AudioData, VideoFrame } from '../webcodecs/data/index.ts';
import type { EngineSample } from './engine-contract.ts';
import type {
  AudioDecoderFacts,
  CoderEngine,
  DecodeInput,
  EncodedOutput,
  EngineSink,
  VideoDecoderFacts,
  VideoEncodeInput,
} from './ports.ts';

/** Opus encoding, to try an engine with. */
export function audioEncoderSample(
  open: (sink: EngineSink<EncodedOutput<AudioDecoderFacts>>) => CoderEngine<AudioEncoderConfig, AudioData>,
): EngineSample<AudioEncoderConfig, AudioData, EncodedOutput<AudioDecoderFacts>> {
  return {
    open,
    config: readAudioEncoderConfig({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 }),
    input: (index) => silence(index, 1),
    badInput: () => silence(0, 2),
    timeOf: ({ timestamp }) => timestamp,
    release: () => undefined,
  };
}

/** Opus decoding: packets that hold nothing but their first byte, a pause. */
export function audioDecoderSample(
  open: (sink: EngineSink<AudioData>) => CoderEngine<AudioDecoderConfig, DecodeInput>,
): EngineSample<AudioDecoderConfig, DecodeInput, AudioData> {
  return {
    open,
    config: readAudioDecoderConfig({ codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 }),
    input: (index) => ({ type: 'key', timestamp: index * 20_000, data: Uint8Array.of(0xf8, 0xff, 0xfe) }),
    timeOf: ({ timestamp }) => timestamp,
    release: (data) => data.close(),
  };
}

/** VP8 encoding. */
export function videoEncoderSample(
  open: (
    sink: EngineSink<EncodedOutput<VideoDecoderFacts>>,
  ) => CoderEngine<VideoEncoderConfig, VideoEncodeInput<VideoFrame>>,
): EngineSample<VideoEncoderConfig, VideoEncodeInput<VideoFrame>, EncodedOutput<VideoDecoderFacts>> {
  return {
    open,
    config: readVideoEncoderConfig({ codec: 'vp8', width: 64, height: 48 }),
    input: (index) => {
      const data = new Uint8Array(64 * 48 * 1.5).fill(60 + index);
      const size = { format: 'I420', codedWidth: 64, codedHeight: 48 } as const;
      return { frame: new VideoFrame(data, { ...size, timestamp: index * 40_000 }), keyFrame: index === 0 };
    },
    timeOf: ({ timestamp }) => timestamp,
    release: () => undefined,
  };
}

function silence(index: number, numberOfChannels: number): AudioData {
  const shape = { format: 'f32', sampleRate: 48_000, numberOfFrames: 960, numberOfChannels } as const;
  return new AudioData({ ...shape, timestamp: index * 20_000, data: new Float32Array(960 * numberOfChannels) });
}
