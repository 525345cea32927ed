import { SdkError } from '@remotemedia/base';
import { assertObject } from '../module/checks.ts';
import { InstancePool } from '../module/instance-pool.ts';
import { RGB_MATRICES, type VpxColorSpace, vp9ColorNumber, vp9ColorSpace } from './color-space.ts';
import { assertEncodeOptions, type VpxEncoded, type VpxEncodeOptions } from './encode-options.ts';
import {
  type CompleteVpxEncoderConfig,
  completeEncoderConfig,
  type VpxEncoderConfig,
  type VpxEncoderUpdate,
} from './encoder-config.ts';
import { bridgeSettings } from './encoder-settings.ts';
import { FrameClock } from './frame-clock.ts';
import { shapeOf, type VpxImage } from './image.ts';
import { copyPlane, planStaging, type StagingPlan } from './staging.ts';
import { isEncoderExports, type VpxEncoderExports } from './vpx-exports.ts';
import { type SeatActions, VpxSeat } from './vpx-seat.ts';

const pool = new InstancePool(isEncoderExports);

const ACTIONS: SeatActions<VpxEncoderExports> = {
  open: (exports) => exports.encoder_new(),
  close: (exports, pointer) => exports.encoder_close(pointer),
  errorText: (exports, pointer) => exports.encoder_error(pointer),
};

/** What frames without a word about their colours are taken for, as browsers do. */
const USUAL_COLORS: VpxColorSpace = { primaries: 'bt709', transfer: 'bt709', matrix: 'bt709', fullRange: false };

/**
 * Encodes VP8 or VP9 with libvpx 1.15.0 for live use, at once and in this thread: page, worker or Node. Each encoder has a
 * heap of its own. Whoever makes one closes it.
 */
export class VpxEncoder {
  readonly #seat: VpxSeat<VpxEncoderExports>;
  readonly #clock = new FrameClock();
  #config: CompleteVpxEncoderConfig;
  #given: VpxEncoderConfig;
  #color: VpxColorSpace = USUAL_COLORS;
  #quantizer = 32;

  /**
   * @param module of the codec's encoder: `loadCodec('vp8-encoder')` or `loadCodec('vp9-encoder')`
   * @throws {SdkError} `invalid-argument` or `out-of-range` for a bad config, naming the field; `resource-exhausted` when
   *   there is no memory for such pictures
   */
  constructor(module: WebAssembly.Module, config: VpxEncoderConfig) {
    this.#config = completeEncoderConfig(config);
    this.#given = { ...config };
    this.#seat = new VpxSeat(pool, module, ACTIONS, 'VpxEncoder');
    try {
      this.#apply('new');
    } catch (cause) {
      const error = this.#seat.crash(cause, 'new');
      this.#seat.close();
      throw error;
    }
    this.#seat.occupy(this);
  }

  /** What it works with now, defaults included. */
  get config(): CompleteVpxEncoderConfig {
    return this.#config;
  }

  /**
   * Encodes one frame.
   *
   * @returns `undefined` for a frame that was dropped, which only happens with `dropFrames`
   * @throws {SdkError} `invalid-argument` or `out-of-range` for a bad frame or option, `failed-precondition` after closing,
   *   `resource-exhausted` when there is no memory, `internal` after a crash of the code
   */
  encode(image: VpxImage, options: VpxEncodeOptions): VpxEncoded | undefined {
    const { exports } = this.#seat.use('encode');
    assertEncodeOptions(options);
    const { timestampUs, durationUs = 1e6 / this.#config.framerate, keyFrame = false } = options;
    // Outside of what follows, where an error means that the code crashed.
    const plan = planStaging(image);
    const quantizer = this.#quantizerOf(options.quantizer);
    try {
      this.#stage(image, plan);
      const time = this.#clock.next(timestampUs, durationUs);
      const pointer = this.#seat.pointer;
      const key = keyFrame ? 1 : 0;
      const size = exports.encoder_encode(pointer, time.startUs, time.durationUs, key, quantizer);
      if (this.#seat.check(size, 'encode') === 0) return undefined;
      const start = exports.encoder_data(pointer);
      return {
        data: this.#seat.instance.bytes.subarray(start, start + size),
        keyFrame: exports.encoder_is_key(pointer) === 1,
        timestampUs,
        temporalLayerId: exports.encoder_layer(pointer),
        quantizer: exports.encoder_quantizer(pointer),
        colorSpace: this.#color,
      };
    } catch (cause) {
      throw this.#seat.crash(cause, 'encode');
    }
  }

  /**
   * Changes settings from the next frame on. Bitrate, frame rate, quantizers and speed change without a trace. Another size
   * makes a key frame, except in VP9 while it is not larger than at the beginning and not less than half or more than 16
   * times the last; so do another number of layers, bitrate mode, content hint or noise sensitivity.
   *
   * @param update what changes; what is missing stays, `undefined` goes back to the default, and defaults follow what changed
   * @throws {SdkError} as the constructor does, and `failed-precondition` after closing; a bad value changes nothing
   */
  update(update: VpxEncoderUpdate): void {
    this.#seat.use('update');
    assertObject('update', update);
    const given = { ...this.#given, ...update, codec: this.#given.codec };
    const config = completeEncoderConfig(given);
    this.#given = given;
    this.#config = config;
    try {
      this.#apply('update');
    } catch (cause) {
      throw this.#seat.crash(cause, 'update');
    }
  }

  /** Frees the memory; may be called twice. Every other call throws from now on. */
  close(): void {
    this.#seat.close();
  }

  /** Closes, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #apply(doing: string): void {
    const { exports } = this.#seat.instance;
    const fullRange = this.#color.fullRange === true;
    const color = { colorNumber: vp9ColorNumber(this.#color.matrix), fullRange };
    for (const [setting, value] of bridgeSettings(this.#config, color)) {
      exports.encoder_set(this.#seat.pointer, setting, value);
    }
    this.#seat.check(exports.encoder_apply(this.#seat.pointer), doing);
  }

  /** Brings a frame into the library's planes. */
  #stage(image: VpxImage, plan: StagingPlan): void {
    const { width, height } = plan.rect;
    this.#follow(image);
    const { exports } = this.#seat.instance;
    const { pointer } = this.#seat;
    const base = exports.encoder_staging(pointer, plan.sizeBytes);
    if (base === 0) throw new SdkError('resource-exhausted', `there is no memory for a frame of ${width} x ${height}`);
    const heap = this.#seat.instance.bytes;
    for (const [index, copy] of plan.copies.entries()) {
      copyPlane(copy, image.data, heap, base);
      exports.encoder_plane(pointer, index, copy.to, copy.toStride);
    }
    const { matrix, fullRange } = this.#config.rgbConversion;
    const number = RGB_MATRICES[matrix] ?? 0;
    const status = exports.encoder_picture(pointer, plan.shape.id, width, height, number, Number(fullRange));
    this.#seat.check(status, 'encode');
  }

  /** Colours that are meant otherwise than before are told to the decoder, which takes a key frame. */
  #follow(image: VpxImage): void {
    const { matrix, fullRange } = this.#config.rgbConversion;
    const color = shapeOf(image.format).isRgb
      ? vp9ColorSpace(vp9ColorNumber(matrix), fullRange)
      : (image.colorSpace ?? USUAL_COLORS);
    const before = this.#color;
    this.#color = color;
    if (before.matrix !== color.matrix || before.fullRange !== color.fullRange) this.#apply('encode');
  }

  /** @returns −1 when the rate control decides */
  #quantizerOf(quantizer: number | undefined): number {
    if (this.#config.bitrateMode !== 'quantizer') return -1;
    if (quantizer !== undefined) this.#quantizer = quantizer;
    return this.#quantizer;
  }
}
