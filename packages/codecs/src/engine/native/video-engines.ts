import type { VideoDecoderConfig, VideoEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import { optionsMember } from '../../webcodecs/coders/input/quantizer.ts';
import { toNativeVideoFrame, VideoFrame, videoFrameFromNative } from '../../webcodecs/data/index.ts';
import type {
  CoderEngine,
  DecodeInput,
  EncodedOutput,
  EngineSink,
  VideoDecoderFacts,
  VideoEncodeInput,
} from '../ports.ts';
import { outputOfChunk } from './encoded-output.ts';
import { nativeCoders } from './native-coders.ts';
import { nativeVideoDecoderConfig, nativeVideoEncoderConfig } from './native-configs.ts';
import { NativeEngine } from './native-engine.ts';
import { required } from './required.ts';

/** The browser's VideoEncoder as an engine. @throws {SdkError} `unimplemented` where there is none */
export function openNativeVideoEncoder(
  sink: EngineSink<EncodedOutput<VideoDecoderFacts>>,
): CoderEngine<VideoEncoderConfig, VideoEncodeInput<VideoFrame>> {
  const Native = required(nativeCoders.VideoEncoder, 'VideoEncoder');
  let codec = '';
  return new NativeEngine(sink, {
    open: (output, error) =>
      new Native({
        output: (chunk, metadata) => {
          const facts = factsOf(metadata?.decoderConfig);
          const temporalLayerId = metadata?.svc?.temporalLayerId;
          output({
            ...outputOfChunk(chunk),
            ...(facts && { decoderConfig: facts }),
            ...(temporalLayerId !== undefined && { temporalLayerId }),
          });
        },
        error,
      }),
    configure: (coder, config: VideoEncoderConfig) => {
      coder.configure(nativeVideoEncoderConfig(config));
      codec = config.codec;
    },
    work: (coder, { frame, keyFrame, quantizer }: VideoEncodeInput<VideoFrame>) => {
      const native = toNativeVideoFrame(frame);
      frame.close();
      const member = quantizer === undefined ? undefined : optionsMember(codec);
      try {
        coder.encode(native, { keyFrame, ...(member && { [member]: { quantizer } }) });
      } finally {
        native.close();
      }
    },
    release: ({ frame }) => frame.close(),
    queueSize: (coder) => coder.encodeQueueSize,
  });
}

/** The browser's VideoDecoder as an engine. @throws {SdkError} `unimplemented` where there is none */
export function openNativeVideoDecoder(sink: EngineSink<VideoFrame>): CoderEngine<VideoDecoderConfig, DecodeInput> {
  const Native = required(nativeCoders.VideoDecoder, 'VideoDecoder');
  const Chunk = required(nativeCoders.EncodedVideoChunk, 'EncodedVideoChunk');
  let wanted: VideoDecoderConfig | undefined;
  return new NativeEngine(sink, {
    open: (output, error) =>
      new Native({ output: (frame) => output(turned(videoFrameFromNative(frame), wanted)), error }),
    configure: (coder, config: VideoDecoderConfig) => {
      configureNative(coder, nativeVideoDecoderConfig(config));
      wanted = config;
    },
    work: (coder, { type, timestamp, duration, data }: DecodeInput) =>
      coder.decode(new Chunk({ type, timestamp, data, ...(duration !== undefined && { duration }) })),
    release: () => undefined,
    queueSize: (coder) => coder.decodeQueueSize,
  });
}

/** The types of the platform lag behind the colours it has; what it does not know it says when it is asked. */
interface Configurable {
  configure(config: object): void;
}

function configureNative(coder: Configurable, config: object): void {
  coder.configure(config);
}

/** Browsers that do not know of turned and mirrored frames decode them all the same. */
function turned(frame: VideoFrame, config: VideoDecoderConfig | undefined): VideoFrame {
  const { rotation = 0, flip = false } = config ?? {};
  if ((rotation === 0 && !flip) || frame.rotation !== 0 || frame.flip) return frame;
  const result = new VideoFrame(frame, { rotation, flip });
  frame.close();
  return result;
}

function factsOf(config: NativeDecoderConfig | undefined): VideoDecoderFacts | undefined {
  if (!config) return undefined;
  const { codedWidth = 0, codedHeight = 0, colorSpace = {}, description } = config;
  return { codedWidth, codedHeight, colorSpace, ...(description && { description }) };
}

/** What the browser's encoder says of its stream. */
interface NativeDecoderConfig {
  readonly codedWidth?: number;
  readonly codedHeight?: number;
  readonly colorSpace?: VideoColorSpaceInit;
  readonly description?: AllowSharedBufferSource;
}
