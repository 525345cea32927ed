import { SdkError } from '@remotemedia/base';
import { assertObject, assertOneOf, assertPacket } from '../module/checks.ts';
import { GET } from './controls.ts';
import {
  assertSampleRate,
  decoderSettings,
  type OpusDecoderConfig,
  type OpusDecoderSettings,
} from './decoder-config.ts';
import { assertConcealable, type OpusSampleRate } from './frame-sizes.ts';
import { OpusSeat, SCRATCH_BYTES } from './opus-seat.ts';
import { inspectOpusPacket } from './packet.ts';
import { PcmBuffer } from './pcm-buffer.ts';
import { packetDurationUs } from './toc.ts';

/** What each of the two sample formats needs. */
type Format = 'bridge_decode_float' | 'bridge_decode_int16';

/**
 * Decodes packets of Opus with libopus 1.5.2, bit for bit as it does natively, at once and in this thread: page, worker,
 * AudioWorklet or Node. Whoever makes one closes it.
 */
export class OpusDecoder {
  /** Of the output, Hz. */
  readonly sampleRate: OpusSampleRate;
  /** Of the output. */
  readonly channelCount: 1 | 2;
  readonly #seat: OpusSeat;
  readonly #pointer: number;
  readonly #pcm: PcmBuffer;

  /**
   * @param module of `opus.wasm`, from `loadCodec('opus')`
   * @throws {SdkError} `invalid-argument` or `out-of-range` for a bad config, naming the field; `resource-exhausted` when
   *   the heap is full
   */
  constructor(module: WebAssembly.Module, config: OpusDecoderConfig = {}) {
    assertObject('config', config);
    const { sampleRate = 48000, channelCount = 1 } = config;
    assertSampleRate(sampleRate);
    assertOneOf('channelCount', channelCount, [1, 2] as const);
    const settings = decoderSettings(config);
    this.sampleRate = sampleRate;
    this.channelCount = channelCount;
    const seat = new OpusSeat(module, 'OpusDecoder');
    this.#seat = seat;
    this.#pcm = new PcmBuffer(seat);
    try {
      this.#pointer = seat.own(seat.instance.exports.bridge_decoder_create(sampleRate, channelCount), 'new');
      this.#apply(settings, 'new');
    } catch (cause) {
      const error = seat.crash(cause, 'new');
      seat.close();
      throw error;
    }
    seat.occupy(this);
  }

  /** The state of the range coder after the last packet, unsigned; the encoder had the same (RFC 6716, 6.1). */
  get finalRange(): number {
    return this.#get(GET.finalRange, 'finalRange') >>> 0;
  }

  /** Sample-frames of the last packet that was decoded or concealed; 0 before the first. */
  get lastPacketFrames(): number {
    return this.#get(GET.lastPacketFrames, 'lastPacketFrames');
  }

  /** Period of the voice's pitch in the last packet, in samples of 48 kHz; 0 when there is none or it is not known. */
  get pitch(): number {
    return this.#get(GET.pitch, 'pitch');
  }

  /**
   * Decodes a packet.
   *
   * @returns interleaved samples around [−1, 1]; with gain or by nature they may go beyond. A view that lives until the next
   *   call of any object of Opus in this thread
   * @throws {SdkError} `data-loss` for bytes that are no Opus packet, after which the next one can be decoded;
   *   `failed-precondition` after closing, `internal` after a crash of the code
   */
  decode(packet: Uint8Array): Float32Array<ArrayBuffer> {
    assertDecodable(packet);
    return this.#pcm.floats(this.#decode('bridge_decode_float', packet, 0, 0, 'decode'));
  }

  /** As {@link OpusDecoder.decode}, with 16-bit samples, softly clipped. @throws {SdkError} the same */
  decodeInt16(packet: Uint8Array): Int16Array<ArrayBuffer> {
    assertDecodable(packet);
    return this.#pcm.shorts(this.#decode('bridge_decode_int16', packet, 0, 0, 'decodeInt16'));
  }

  /**
   * Makes sound in the place of a packet that is lost, out of the ones before.
   *
   * @param frames how many sample-frames are missing: a multiple of 2.5 ms up to 120 ms
   * @returns as `decode`
   * @throws {SdkError} `out-of-range` for another length, `failed-precondition` after closing
   */
  conceal(frames: number): Float32Array<ArrayBuffer> {
    return this.#pcm.floats(this.#decode('bridge_decode_float', undefined, frames, 0, 'conceal'));
  }

  /**
   * Decodes the lost packet before `packet` from what `packet` repeats of it (`inspectOpusPacket(packet).hasFec`), and
   * conceals where it repeats nothing. Decode `packet` itself afterwards.
   *
   * @param frames how many sample-frames are missing: a multiple of 2.5 ms up to 120 ms
   * @returns as `decode`
   * @throws {SdkError} `out-of-range` for another length, else as `decode`
   */
  decodeFec(packet: Uint8Array, frames: number): Float32Array<ArrayBuffer> {
    assertDecodable(packet);
    return this.#pcm.floats(this.#decode('bridge_decode_float', packet, frames, 1, 'decodeFec'));
  }

  /**
   * Changes settings from the next packet on.
   *
   * @throws {SdkError} `invalid-argument` or `out-of-range` for a bad value, `failed-precondition` after closing
   */
  update(settings: OpusDecoderSettings): void {
    this.#seat.use('update');
    assertObject('settings', settings);
    this.#apply(decoderSettings(settings), 'update');
  }

  /** Forgets the sound so far, as if new; the settings stay. @throws {SdkError} `failed-precondition` after closing */
  reset(): void {
    this.#seat.call('reset', ({ exports }) => exports.bridge_decoder_reset(this.#pointer));
  }

  /** Gives the memory back; may be called twice. Every other call throws from now on. */
  close(): void {
    this.#seat.close();
  }

  /** Closes, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  /** @returns how many samples, over all channels, lie in the buffer */
  #decode(format: Format, packet: Uint8Array | undefined, missing: number, fec: 0 | 1, doing: string): number {
    const instance = this.#seat.use(doing);
    const frames = packet && !fec ? this.#framesOf(packet) : missing;
    if (!packet || fec) assertConcealable(frames, this.sampleRate);
    const { scratch } = this.#seat;
    const sizeBytes = packet?.length ?? 0;
    // Before the heap can grow: the packet may be an encoder's view of it, which would be empty then.
    if (packet) instance.bytes.set(packet, scratch);
    const target = this.#pcm.reserve(frames * this.channelCount);
    let made: number;
    try {
      made = instance.exports[format](this.#pointer, packet ? scratch : 0, sizeBytes, target, frames, fec);
    } catch (cause) {
      throw this.#seat.crash(cause, doing);
    }
    return this.#seat.check(made, doing) * this.channelCount;
  }

  #framesOf(packet: Uint8Array): number {
    const frames = (packetDurationUs(packet) * this.sampleRate) / 1_000_000;
    // The long way round, for the sentence that says what is wrong.
    if (frames === 0) inspectOpusPacket(packet);
    return frames;
  }

  #apply(settings: ReadonlyMap<number, number>, doing: string): void {
    for (const [control, value] of settings) {
      this.#seat.call(doing, ({ exports }) => exports.bridge_decoder_set(this.#pointer, control, value));
    }
  }

  #get(control: number, doing: string): number {
    return this.#seat.read(this.#seat.instance.exports.bridge_decoder_get, this.#pointer, control, doing);
  }
}

/** The rest is libopus's to check. */
function assertDecodable(packet: unknown): asserts packet is Uint8Array {
  assertPacket(packet);
  if (packet.length > 0 && packet.length <= SCRATCH_BYTES) return;
  throw new SdkError('data-loss', `a packet has 1 to ${SCRATCH_BYTES} bytes, not ${packet.length}`);
}
