import { SdkError } from '@remotemedia/base';
import { assertObject, assertOneOf, assertPacket } from '../module/checks.ts';
import { InstancePool } from '../module/instance-pool.ts';
import { checkPacket } from './packet-check.ts';
import { readPicture, type VpxPicture } from './picture.ts';
import type { FramePlace } from './vp9-superframe.ts';
import type { VpxCodec } from './vpx-codec.ts';
import { isDecoderExports, type VpxDecoderExports } from './vpx-exports.ts';
import { type SeatActions, VpxSeat } from './vpx-seat.ts';

const pool = new InstancePool(isDecoderExports);

const ACTIONS: SeatActions<VpxDecoderExports> = {
  open: (exports) => exports.decoder_new(),
  close: (exports, pointer) => exports.decoder_close(pointer),
  errorText: (exports, pointer) => exports.decoder_error(pointer),
};

/** What a `VpxDecoder` is to do. */
export interface VpxDecoderConfig {
  /** The format of the packets. */
  readonly codec: VpxCodec;
}

/**
 * Decodes VP8, or VP9 of the profiles 0 and 1, with libvpx 1.15.0, at once and in this thread: page, worker or Node. Each
 * decoder has a heap of its own. Whoever makes one closes it.
 */
export class VpxDecoder {
  readonly #seat: VpxSeat<VpxDecoderExports>;
  readonly #codec: VpxCodec;
  #needsEntry = true;
  /** Whether a listener is being told a picture. */
  #isTelling = false;

  /**
   * @param module of the codec's decoder: `loadCodec('vp8-decoder')` or `loadCodec('vp9-decoder')`
   * @throws {SdkError} `invalid-argument` for a bad config or another module, `resource-exhausted` without memory
   */
  constructor(module: WebAssembly.Module, config: VpxDecoderConfig) {
    assertObject('config', config);
    const { codec } = config;
    assertOneOf('codec', codec, ['vp8', 'vp9']);
    this.#codec = codec;
    this.#seat = new VpxSeat(pool, module, ACTIONS, 'VpxDecoder');
    try {
      this.#open('new');
    } catch (cause) {
      const error = this.#seat.crash(cause, 'new');
      this.#seat.close();
      throw error;
    }
    this.#seat.occupy(this);
  }

  /**
   * Decodes one packet. After an error the decoder goes on with the next key frame; other packets are `data-loss` until then.
   *
   * @param each is given every picture that is shown; a superframe of VP9 may have several. Without it only the last one is
   *   made, which for spatial layers is the largest. It may close the decoder, but not call it
   * @returns the last picture that is shown; `undefined` when there is none
   * @throws {SdkError} `data-loss` for bytes that cannot be decoded, `unimplemented` for VP9 with more than 8 bits,
   *   `resource-exhausted` for a picture beyond `MAX_VPX_PIXELS` or without memory, `failed-precondition` after closing
   *   and from within `each`, `internal` after a crash of the code
   */
  decode(packet: Uint8Array, each?: (picture: VpxPicture) => void): VpxPicture | undefined {
    this.#use('decode');
    assertPacket(packet);
    const facts = checkPacket(this.#codec, packet);
    if (this.#needsEntry && !facts.isEntry) {
      throw new SdkError('data-loss', 'decoding can begin, and go on after an error, only with a key frame');
    }
    // Until it has worked out.
    this.#needsEntry = true;
    this.#copy(packet);
    // libvpx shows only the last picture of what it is given at once.
    const parts = (each && facts.shownFrames) ?? [{ offset: 0, sizeBytes: packet.length }];
    let last: VpxPicture | undefined;
    for (const part of parts) {
      const picture = this.#decodePart(part);
      if (!picture) continue;
      last = picture;
      if (each) this.#tell(each, picture);
    }
    this.#needsEntry = false;
    return last;
  }

  /**
   * Forgets all frames; goes on with a key frame.
   *
   * @throws {SdkError} `failed-precondition` after closing and while `decode` tells pictures
   */
  reset(): void {
    this.#use('reset');
    try {
      this.#open('reset');
    } catch (cause) {
      throw this.#seat.crash(cause, 'reset');
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

  #use(doing: string): void {
    this.#seat.use(doing);
    if (!this.#isTelling) return;
    throw new SdkError('failed-precondition', `VpxDecoder.${doing} was called while decode() tells its pictures`);
  }

  #tell(each: (picture: VpxPicture) => void, picture: VpxPicture): void {
    this.#isTelling = true;
    try {
      each(picture);
    } finally {
      this.#isTelling = false;
    }
    // It may have closed the decoder.
    this.#seat.use('decode');
  }

  #open(doing: string): void {
    this.#needsEntry = true;
    this.#seat.check(this.#seat.instance.exports.decoder_reset(this.#seat.pointer), doing);
  }

  #copy(packet: Uint8Array): void {
    const { instance, pointer } = this.#seat;
    let room: number;
    try {
      room = instance.exports.decoder_packet(pointer, packet.length);
    } catch (cause) {
      throw this.#seat.crash(cause, 'decode');
    }
    if (room === 0) {
      throw new SdkError('resource-exhausted', `there is no memory for a packet of ${packet.length} bytes`);
    }
    instance.bytes.set(packet, room);
  }

  #decodePart({ offset, sizeBytes }: FramePlace): VpxPicture | undefined {
    const { instance, pointer } = this.#seat;
    if (sizeBytes === 0) return undefined;
    try {
      this.#seat.check(instance.exports.decoder_decode(pointer, offset, sizeBytes), 'decode', 'data-loss');
      return instance.exports.decoder_next(pointer) === 1 ? readPicture(instance, pointer) : undefined;
    } catch (cause) {
      throw this.#seat.crash(cause, 'decode');
    }
  }
}
