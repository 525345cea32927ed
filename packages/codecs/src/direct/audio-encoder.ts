import type { CodecSource } from '../module/codec-source.ts';
import { loadCodec } from '../module/load-codec.ts';
import { OpusEncoder, type OpusSampleRate } from '../opus/index.ts';

/** What an `AudioEncoder` is to do; upstream's fields and defaults. */
export interface AudioEncoderConfig {
  /** Of the samples, Hz. @default 48000 */
  readonly sampleRate?: OpusSampleRate | undefined;
  /** How many channels the samples have. @default 1 */
  readonly channels?: 1 | 2 | undefined;
  /** Bits per second. @default 64_000 */
  readonly bitrate?: number | undefined;
  /** Effort, 0–10. @default 10 */
  readonly complexity?: number | undefined;
  /** Where the WebAssembly comes from. @default the file beside this code */
  readonly source?: CodecSource | undefined;
  /** Ends the wait for it. */
  readonly signal?: AbortSignal | undefined;
}

/** Samples in, packets of Opus out, at once and in this thread: the simplest way. Whoever makes one closes it. */
export class AudioEncoder {
  readonly #core: OpusEncoder;

  private constructor(core: OpusEncoder) {
    this.#core = core;
  }

  /**
   * Loads the codec and opens an encoder.
   *
   * @throws {SdkError} as `loadCodec` and `OpusEncoder` do
   */
  static async create(config: AudioEncoderConfig = {}): Promise<AudioEncoder> {
    const { sampleRate, channels, bitrate, complexity, source, signal } = config;
    const module = await loadCodec('opus', { source, signal });
    return new AudioEncoder(new OpusEncoder(module, { sampleRate, channelCount: channels, bitrate, complexity }));
  }

  /**
   * Encodes one packet's worth.
   *
   * @param samples interleaved, in [−1, 1]: 2.5, 5, 10, 20, 40, 60, 80, 100 or 120 ms
   * @returns the packet, in memory of its own
   * @throws {SdkError} as `OpusEncoder.encode` does
   */
  encode(samples: Float32Array): Uint8Array<ArrayBuffer> {
    return this.#core.encode(samples).slice();
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
