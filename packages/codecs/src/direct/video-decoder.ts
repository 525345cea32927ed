import type { CodecSource } from '../module/codec-source.ts';
import { loadCodec } from '../module/load-codec.ts';
import { parseVp8Header, parseVp9Header, type VpxCodec, VpxDecoder, type VpxPictureFormat } from '../vpx/index.ts';
import { frameOf, type RawVideoFrame } from './video-frame.ts';

/** What a `VideoDecoder` is to do. */
export interface VideoDecoderConfig {
  /** @default 'vp9' */
  readonly codec?: VpxCodec | undefined;
  /** Where the WebAssembly comes from. @default the file beside this code */
  readonly source?: CodecSource | undefined;
  /** Ends the wait for it. */
  readonly signal?: AbortSignal | undefined;
}

/** Packets in, frames out, at once and in this thread. Whoever makes one closes it. */
export class VideoDecoder {
  readonly #core: VpxDecoder;
  readonly #isKeyframe: (packet: Uint8Array) => boolean;

  private constructor(core: VpxDecoder, codec: VpxCodec) {
    this.#core = core;
    const parse = codec === 'vp8' ? parseVp8Header : parseVp9Header;
    this.#isKeyframe = (packet) => parse(packet)?.keyFrame === true;
  }

  /**
   * Loads the codec and opens a decoder.
   *
   * @throws {SdkError} as `loadCodec` and `VpxDecoder` do
   */
  static async create({ codec = 'vp9', source, signal }: VideoDecoderConfig = {}): Promise<VideoDecoder> {
    const module = await loadCodec(`${codec}-decoder`, { source, signal });
    return new VideoDecoder(new VpxDecoder(module, { codec }), codec);
  }

  /**
   * Decodes one packet.
   *
   * @param timestampUs goes to the frame, µs; packets do not have it. @default 0
   * @returns the frame, in memory of its own; `undefined` for a packet that shows nothing
   * @throws {SdkError} as `VpxDecoder.decode` does
   */
  decode(packet: Uint8Array, timestampUs = 0): RawVideoFrame<VpxPictureFormat> | undefined {
    const picture = this.#core.decode(packet);
    return picture && frameOf(picture, timestampUs, this.#isKeyframe(packet));
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
