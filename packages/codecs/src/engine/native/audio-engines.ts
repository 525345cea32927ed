import type { AudioDecoderConfig, AudioEncoderConfig } from '../../webcodecs/coders/config-types.ts';
import { type AudioData, audioDataFromNative, toNativeAudioData } from '../../webcodecs/data/index.ts';
import type { AudioDecoderFacts, CoderEngine, DecodeInput, EncodedOutput, EngineSink } from '../ports.ts';
import { outputOfChunk } from './encoded-output.ts';
import { nativeCoders } from './native-coders.ts';
import { nativeAudioDecoderConfig, nativeAudioEncoderConfig } from './native-configs.ts';
import { NativeEngine } from './native-engine.ts';
import { required } from './required.ts';

/** The browser's AudioEncoder as an engine. @throws {SdkError} `unimplemented` where there is none */
export function openNativeAudioEncoder(
  sink: EngineSink<EncodedOutput<AudioDecoderFacts>>,
): CoderEngine<AudioEncoderConfig, AudioData> {
  const Native = required(nativeCoders.AudioEncoder, 'AudioEncoder');
  return new NativeEngine(sink, {
    open: (output, error) =>
      new Native({
        output: (chunk, metadata) => {
          const decoderConfig = metadata?.decoderConfig;
          output({ ...outputOfChunk(chunk), ...(decoderConfig && { decoderConfig }) });
        },
        error,
      }),
    configure: (coder, config: AudioEncoderConfig) => coder.configure(nativeAudioEncoderConfig(config)),
    work: (coder, data: AudioData) => {
      const native = toNativeAudioData(data);
      data.close();
      try {
        coder.encode(native);
      } finally {
        native.close();
      }
    },
    release: (data) => data.close(),
    queueSize: (coder) => coder.encodeQueueSize,
  });
}

/** The browser's AudioDecoder as an engine. @throws {SdkError} `unimplemented` where there is none */
export function openNativeAudioDecoder(sink: EngineSink<AudioData>): CoderEngine<AudioDecoderConfig, DecodeInput> {
  const Native = required(nativeCoders.AudioDecoder, 'AudioDecoder');
  const Chunk = required(nativeCoders.EncodedAudioChunk, 'EncodedAudioChunk');
  return new NativeEngine(sink, {
    open: (output, error) => new Native({ output: (data) => output(audioDataFromNative(data)), error }),
    configure: (coder, config: AudioDecoderConfig) => coder.configure(nativeAudioDecoderConfig(config)),
    work: (coder, { type, timestamp, duration, data }: DecodeInput) =>
      coder.decode(new Chunk({ type, timestamp, data, ...(duration !== undefined && { duration }) })),
    release: () => undefined,
    queueSize: (coder) => coder.decodeQueueSize,
  });
}
