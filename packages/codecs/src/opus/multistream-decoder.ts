import { SdkError } from '@remotemedia/base';
import { assertObject, assertPacket } from '../module/checks.ts';
import { GET } from './controls.ts';
import { assertSampleRate, decoderSettings, type OpusDecoderSettings } from './decoder-config.ts';
import { assertConcealable, type OpusSampleRate } from './frame-sizes.ts';
import { type OpusHead, readOpusHead, writeOpusHead } from './opus-head.ts';
import { OpusSeat, SCRATCH_BYTES } from './opus-seat.ts';
import { PcmBuffer } from './pcm-buffer.ts';
import { packetDurationUs } from './toc.ts';

/** What an {@link OpusMultistreamDecoder} is told: which channel comes from where, and the settings. */
export interface OpusMultistreamDecoderConfig extends OpusDecoderSettings {
  /** From `readOpusHead`; its gain is not applied by itself. */
  readonly head: Pick<OpusHead, 'channelCount' | 'mappingFamily' | 'streamCount' | 'coupledCount' | 'mapping'>;
  /** Of the output, Hz. @default 48000 */
  readonly sampleRate?: OpusSampleRate | undefined;
}

/** 255 streams of 120 ms at the highest bitrate: each is six frames of at most 1,275 bytes with their lengths. */
const LARGEST_PACKET_BYTES = 255 * 6 * 1280;

/** Decodes packets that hold several streams: surround sound, up to 255 channels. Whoever makes one closes it. */
export class OpusMultistreamDecoder {
  /** Of the output, Hz. */
  readonly sampleRate: OpusSampleRate;
  /** Of the output, 1–255. */
  readonly channelCount: number;
  readonly #seat: OpusSeat;
  readonly #pointer: number;
  readonly #pcm: PcmBuffer;
  readonly #input: PcmBuffer;

  /**
   * @param module of `opus.wasm`, from `loadCodec('opus')`
   * @throws {SdkError} `invalid-argument` or `out-of-range` for a bad config, naming the field; `resource-exhausted` when
   *   the heap is full
   */
  constructor(module: WebAssembly.Module, config: OpusMultistreamDecoderConfig) {
    assertObject('config', config);
    const { head, sampleRate = 48000 } = config;
    assertObject('head', head);
    assertSampleRate(sampleRate);
    // Checks every field, and for family 0 puts in what the family says.
    const checked = readOpusHead(writeOpusHead({ ...head, preSkip: 0 }));
    const settings = decoderSettings(config);
    this.sampleRate = sampleRate;
    this.channelCount = checked.channelCount;
    const seat = new OpusSeat(module, 'OpusMultistreamDecoder');
    this.#seat = seat;
    this.#pcm = new PcmBuffer(seat);
    this.#input = new PcmBuffer(seat);
    try {
      this.#pointer = this.#create(checked);
      this.#apply(settings, 'new');
    } catch (cause) {
      const error = seat.crash(cause, 'new');
      seat.close();
      throw error;
    }
    seat.occupy(this);
  }

  /** The state of the range coders after the last packet, all streams combined by exclusive or; unsigned. */
  get finalRange(): number {
    const { bridge_multistream_get: get } = this.#seat.instance.exports;
    return this.#seat.read(get, this.#pointer, GET.finalRange, 'finalRange') >>> 0;
  }

  /**
   * Decodes a packet.
   *
   * @returns interleaved samples around [−1, 1]; a view that lives until the next call of any object of Opus in this thread
   * @throws {SdkError} `data-loss` for bytes that are no packet of so many streams, after which the next one can be
   *   decoded; `failed-precondition` after closing, `internal` after a crash of the code
   */
  decode(packet: Uint8Array): Float32Array<ArrayBuffer> {
    this.#seat.use('decode');
    assertPacket(packet);
    const frames = (packetDurationUs(packet) * this.sampleRate) / 1_000_000;
    if (frames === 0 || packet.length > LARGEST_PACKET_BYTES) {
      throw new SdkError('data-loss', `this is no packet of Opus: it has ${packet.length} bytes and no valid duration`);
    }
    const sizeBytes = packet.length;
    const input = this.#inputFor(packet);
    this.#seat.instance.bytes.set(packet, input);
    return this.#decode(input, sizeBytes, frames, 'decode');
  }

  /**
   * Makes sound in the place of a packet that is lost, out of the ones before.
   *
   * @param frames how many sample-frames are missing: a multiple of 2.5 ms up to 120 ms
   * @returns as `decode`
   * @throws {SdkError} `out-of-range` for another length, `failed-precondition` after closing
   */
  conceal(frames: number): Float32Array<ArrayBuffer> {
    this.#seat.use('conceal');
    assertConcealable(frames, this.sampleRate);
    return this.#decode(0, 0, frames, 'conceal');
  }

  /** Changes settings. @throws {SdkError} for a bad value, and `failed-precondition` after closing */
  update(settings: OpusDecoderSettings): void {
    this.#seat.use('update');
    assertObject('settings', settings);
    this.#apply(decoderSettings(settings), 'update');
  }

  /** Forgets the sound so far, as if new; the settings stay. @throws {SdkError} `failed-precondition` after closing */
  reset(): void {
    this.#seat.call('reset', ({ exports }) => exports.bridge_multistream_reset(this.#pointer));
  }

  /** Gives the memory back; may be called twice. Every other call throws from now on. */
  close(): void {
    this.#seat.close();
  }

  /** Closes, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #create({ channelCount, streamCount, coupledCount, mapping }: OpusHead): number {
    const { instance, scratch } = this.#seat;
    instance.bytes.set(mapping, scratch);
    const { bridge_multistream_create: create } = instance.exports;
    return this.#seat.own(create(this.sampleRate, channelCount, streamCount, coupledCount, scratch), 'new');
  }

  /** The room that all share is enough for most packets. */
  #inputFor(packet: Uint8Array): number {
    return packet.length <= SCRATCH_BYTES ? this.#seat.scratch : this.#input.reserve(Math.ceil(packet.length / 4));
  }

  #decode(input: number, sizeBytes: number, frames: number, doing: string): Float32Array<ArrayBuffer> {
    const target = this.#pcm.reserve(frames * this.channelCount);
    let made: number;
    try {
      made = this.#seat.instance.exports.bridge_multistream_decode(this.#pointer, input, sizeBytes, target, frames, 0);
    } catch (cause) {
      throw this.#seat.crash(cause, doing);
    }
    return this.#pcm.floats(this.#seat.check(made, doing) * this.channelCount);
  }

  #apply(settings: ReadonlyMap<number, number>, doing: string): void {
    for (const [control, value] of settings) {
      this.#seat.call(doing, ({ exports }) => exports.bridge_multistream_set(this.#pointer, control, value));
    }
  }
}
