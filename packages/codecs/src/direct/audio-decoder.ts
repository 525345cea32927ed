import type { CodecSource } from '../module/codec-source.ts';
import { loadCodec } from '../module/load-codec.ts';
import { OpusDecoder, type OpusSampleRate } from '../opus/index.ts';

/** What an `AudioDecoder` is to do. */
export interface AudioDecoderConfig {
  /** Of the samples that come out, Hz, whatever the packets were made of. @default 48000 */
  readonly sampleRate?: OpusSampleRate | undefined;
  /** How many channels come out. @default 1 */
  readonly channels?: 1 | 2 | undefined;
  /** Where the WebAssembly comes from. @default the file beside this code */
  readonly source?: CodecSource | undefined;
  /** Ends the wait for it. */
  readonly signal?: AbortSignal | undefined;
}

/** Packets of Opus in, samples out, at once and in this thread. Whoever makes one closes it. */
export class AudioDecoder {
  readonly #core: OpusDecoder;

  private constructor(core: OpusDecoder) {
    this.#core = core;
  }

  /**
   * Loads the codec and opens a decoder.
   *
   * @throws {SdkError} as `loadCodec` and `OpusDecoder` do
   */
  static async create(config: AudioDecoderConfig = {}): Promise<AudioDecoder> {
    const { sampleRate, channels, source, signal } = config;
    const module = await loadCodec('opus', { source, signal });
    return new AudioDecoder(new OpusDecoder(module, { sampleRate, channelCount: channels }));
  }

  /**
   * Decodes one packet.
   *
   * @returns interleaved samples, in memory of their own
   * @throws {SdkError} as `OpusDecoder.decode` does
   */
  decode(packet: Uint8Array): Float32Array<ArrayBuffer> {
    return this.#core.decode(packet).slice();
  }

  /** Frees the memory; may be called twice. Every other call throws from now on. */
  close(): void {
    this.#core.close();
  }

  /** Closes, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }
}
