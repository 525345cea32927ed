import { SdkError } from '@remotemedia/base';
import { parseVp8Header, parseVp9Header, VpxDecoder } from '../../../../vpx/index.ts';
import type { VideoDecoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import type { DecodedVideo, PacketMessage } from '../../payloads.ts';
import type { CoderInput } from '../../protocol.ts';
import type { CoderSession, Steps } from '../coder-session.ts';
import { notConfigured, wrongInput } from '../session-errors.ts';
import { decodedPixels } from './decoded-pixels.ts';
import { displaySizeOf } from './display-size.ts';
import { completeColors } from './encoded-colors.ts';
import { streamColors } from './stream-colors.ts';
import { type VpxCodec, vpxCodecOf } from './vpx-codec.ts';

/** Decodes VP8 and VP9: one picture for a chunk, or none where the chunk holds none that is shown. */
export class VideoDecoderSession implements CoderSession {
  #config: VideoDecoderConfig | undefined;
  #codec: VpxCodec = 'vp8';
  #decoder: VpxDecoder | undefined;
  #needsKey = true;

  /** Begins a new stream. */
  configure(config: VideoDecoderConfig, module: WebAssembly.Module): Steps {
    const codec = vpxCodecOf(config.codec);
    this.close();
    this.#decoder = new VpxDecoder(module, { codec });
    this.#codec = codec;
    this.#config = config;
    this.#needsKey = true;
    return [];
  }

  /** Decodes a chunk. */
  *process(input: CoderInput): Steps {
    if (input.type !== 'packet') throw wrongInput('video-decoder', input.type);
    const decoder = this.#decoder;
    const config = this.#config;
    if (!decoder || !config) throw notConfigured('video-decoder');
    if (input.data.length === 0) throw new SdkError('data-loss', 'a chunk without bytes cannot be decoded');
    if (this.#needsKey) this.#checkKey(input);
    const picture = decoder.decode(input.data);
    if (!picture) return;
    const colors = completeColors(config.colorSpace, streamColors(picture.colorSpace));
    const display = displaySizeOf(picture, config);
    const output: DecodedVideo = {
      type: 'video',
      pixels: decodedPixels(picture, colors, input.spare),
      displayWidth: display.width,
      displayHeight: display.height,
      rotation: config.rotation ?? 0,
      flip: config.flip ?? false,
      timestamp: input.timestamp,
      duration: input.duration,
    };
    yield output;
  }

  /** Nothing is held back; after a flush a key frame has to come first. Source: WebCodecs, VideoDecoder `flush`. */
  flush(): Steps {
    if (!this.#decoder) throw notConfigured('video-decoder');
    this.#needsKey = true;
    return [];
  }

  /** Gives the decoder back. */
  close(): void {
    this.#decoder?.close();
    this.#decoder = undefined;
  }

  /** The chunk says of itself what it is; only its bytes are to be believed. */
  #checkKey({ key, data }: PacketMessage): void {
    const header = this.#codec === 'vp8' ? parseVp8Header(data) : parseVp9Header(data);
    if (!key || !header?.keyFrame) {
      throw new SdkError('data-loss', `a stream of ${this.#codec} must begin with a key frame, and this chunk is none`);
    }
    this.#needsKey = false;
  }
}
