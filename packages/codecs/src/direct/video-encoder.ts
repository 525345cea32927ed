import type { CodecSource } from '../module/codec-source.ts';
import { loadCodec } from '../module/load-codec.ts';
import { type VpxCodec, VpxEncoder } from '../vpx/index.ts';
import { imageOf, type RawVideoFrame } from './video-frame.ts';

/** What a `VideoEncoder` is to do; upstream's fields and defaults. */
export interface VideoEncoderConfig {
  /** @default 'vp9' */
  readonly codec?: VpxCodec | undefined;
  /** Pixels in a row of the encoded picture; frames of another size are scaled. @default 1280 */
  readonly width?: number | undefined;
  /** Rows. @default 720 */
  readonly height?: number | undefined;
  /** Frames per second. @default 30 */
  readonly framerate?: number | undefined;
  /** Bits per second. @default 2_000_000 */
  readonly bitrate?: number | undefined;
  /** A key frame at the latest after so many frames; upstream's `keyframe_interval`. @default 60 */
  readonly keyframeInterval?: number | undefined;
  /** Where the WebAssembly comes from. @default the file beside this code */
  readonly source?: CodecSource | undefined;
  /** Ends the wait for it. */
  readonly signal?: AbortSignal | undefined;
}

/** Frames in, packets out, at once and in this thread: the simplest way to VP8 and VP9. Whoever makes one closes it. */
export class VideoEncoder {
  readonly #core: VpxEncoder;

  private constructor(core: VpxEncoder) {
    this.#core = core;
  }

  /**
   * Loads the codec and opens an encoder.
   *
   * @throws {SdkError} as `loadCodec` and `VpxEncoder` do
   */
  static async create(config: VideoEncoderConfig = {}): Promise<VideoEncoder> {
    const { codec = 'vp9', width = 1280, height = 720, framerate = 30, bitrate = 2_000_000 } = config;
    const { keyframeInterval = 60, source, signal } = config;
    const module = await loadCodec(`${codec}-encoder`, { source, signal });
    const core = new VpxEncoder(module, {
      codec,
      width,
      height,
      framerate,
      bitrate,
      keyFrameInterval: keyframeInterval,
    });
    return new VideoEncoder(core);
  }

  /**
   * Encodes one frame.
   *
   * @returns the packet, in memory of its own
   * @throws {SdkError} as `VpxEncoder.encode` does
   */
  encode(frame: RawVideoFrame): Uint8Array<ArrayBuffer> {
    const image = imageOf(frame);
    const { timestampUs, isKeyframe = false } = frame;
    const encoded = this.#core.encode(image, { timestampUs, keyFrame: isKeyframe });
    return encoded?.data.slice() ?? new Uint8Array();
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
