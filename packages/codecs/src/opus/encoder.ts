import { SdkError } from '@remotemedia/base';
import { APPLICATIONS, GET, SET } from './controls.ts';
import {
  assertSameInput,
  type CompleteOpusEncoderConfig,
  completeEncoderConfig,
  encoderSettings,
  type OpusEncoderConfig,
} from './encoder-config.ts';
import { encodableFrames, OPUS_DURATIONS_MS } from './frame-sizes.ts';
import { OpusSeat } from './opus-seat.ts';
import { PacketViews } from './packet-views.ts';

/** Six frames of 20 ms at the largest size of a frame, 1,275 bytes, with their lengths (RFC 6716, 3.2.1). */
const LARGEST_PACKET_BYTES = 6 * 1276;

/** What libopus says to a value it refuses (opus_defines.h). */
const BAD_ARGUMENT = -1;

/**
 * Encodes sound with libopus 1.5.2, at once and in this thread: page, worker, AudioWorklet or Node. Whoever makes one
 * closes it.
 */
export class OpusEncoder {
  readonly #seat: OpusSeat;
  readonly #pointer: number;
  readonly #packet: number;
  readonly #views: PacketViews;
  readonly #frames: ReadonlySet<number>;
  #config: CompleteOpusEncoderConfig;

  /**
   * @param module of `opus.wasm`, from `loadCodec('opus')`
   * @throws {SdkError} `invalid-argument` or `out-of-range` for a bad config, naming the field; `resource-exhausted` when
   *   the heap is full
   */
  constructor(module: WebAssembly.Module, config: OpusEncoderConfig = {}) {
    this.#config = completeEncoderConfig(config);
    this.#frames = encodableFrames(this.#config.sampleRate);
    const { sampleRate, channelCount, application } = this.#config;
    const seat = new OpusSeat(module, 'OpusEncoder');
    this.#seat = seat;
    try {
      const { exports } = seat.instance;
      this.#pointer = seat.own(
        exports.bridge_encoder_create(sampleRate, channelCount, APPLICATIONS[application]),
        'new',
      );
      this.#packet = seat.alloc(LARGEST_PACKET_BYTES);
      this.#apply(encoderSettings(this.#config), 'new');
    } catch (cause) {
      const error = seat.crash(cause, 'new');
      seat.close();
      throw error;
    }
    this.#views = new PacketViews(this.#packet);
    seat.occupy(this);
  }

  /** What it works with now. */
  get config(): CompleteOpusEncoderConfig {
    return this.#config;
  }

  /** Sample-frames of the input that come out of a decoder before the first one that went in: OpusHead's pre-skip. */
  get lookaheadFrames(): number {
    return this.#get(GET.lookahead, 'lookaheadFrames');
  }

  /** The state of the range coder after the last packet, unsigned; a decoder in step has the same (RFC 6716, 6.1). */
  get finalRange(): number {
    return this.#get(GET.finalRange, 'finalRange') >>> 0;
  }

  /** Whether the last packet was one of silence that need not be sent. */
  get inDtx(): boolean {
    return this.#get(GET.inDtx, 'inDtx') === 1;
  }

  /** Bits per second that are really aimed at, whatever was asked for. */
  get bitrate(): number {
    return this.#get(GET.bitrate, 'bitrate');
  }

  /**
   * Encodes one packet's worth.
   *
   * @param pcm interleaved samples, as floats in [−1, 1] or 16-bit integers: 2.5, 5, 10, 20, 40, 60, 80, 100 or 120 ms
   * @returns the packet, a view that lives until the next call of any object of Opus in this thread. With `dtx`, one of 1–2
   *   bytes need not be sent
   * @throws {SdkError} `out-of-range` for another length, `invalid-argument` for other arrays, `failed-precondition` after
   *   closing, `internal` after a crash of the code, and for a packet that libopus 1.5.2 cannot make: with `inbandFec`,
   *   80 ms or more and over 96,000 bit/s for each channel; the next one may work
   */
  encode(pcm: Float32Array | Int16Array): Uint8Array<ArrayBuffer> {
    const { exports, floats, shorts } = this.#seat.use('encode');
    assertSamples(pcm);
    const frames = pcm.length / this.#config.channelCount;
    if (!this.#frames.has(frames)) throw this.#wrongLength(pcm.length);
    const input = this.#seat.scratch;
    let size: number;
    try {
      if (pcm instanceof Float32Array) {
        floats.set(pcm, input >> 2);
        size = exports.bridge_encode_float(this.#pointer, input, frames, this.#packet, LARGEST_PACKET_BYTES);
      } else {
        shorts.set(pcm, input >> 1);
        size = exports.bridge_encode_int16(this.#pointer, input, frames, this.#packet, LARGEST_PACKET_BYTES);
      }
    } catch (cause) {
      throw this.#seat.crash(cause, 'encode');
    }
    this.#seat.check(size, 'encode');
    return this.#views.of(this.#seat.instance.bytes.buffer, size);
  }

  /**
   * Changes settings from the next packet on.
   *
   * @param config what changes; what is missing or `undefined` stays
   * @throws {SdkError} `invalid-argument` or `out-of-range` for a bad value and for another sample rate or channel count,
   *   `failed-precondition` for another application in mid-stream and after closing; nothing has changed then
   */
  update(config: OpusEncoderConfig): void {
    this.#seat.use('update');
    const next = completeEncoderConfig(config, this.#config);
    assertSameInput(this.#config, next);
    const before = encoderSettings(this.#config);
    const changed = [...encoderSettings(next)].filter(([control, value]) => before.get(control) !== value);
    try {
      this.#apply(changed, 'update');
    } catch (cause) {
      throw this.#seat.crash(cause, 'update');
    }
    this.#config = next;
  }

  /** Forgets the sound so far, as if new; the settings stay. @throws {SdkError} `failed-precondition` after closing */
  reset(): void {
    this.#seat.call('reset', ({ exports }) => exports.bridge_encoder_reset(this.#pointer));
  }

  /** Gives the memory back; may be called twice. Every other call throws from now on. */
  close(): void {
    this.#seat.close();
  }

  /** Closes, for `using`. */
  [Symbol.dispose](): void {
    this.close();
  }

  #apply(settings: Iterable<readonly [number, number]>, doing: string): void {
    const { exports } = this.#seat.instance;
    for (const [control, value] of settings) {
      const status = exports.bridge_encoder_set(this.#pointer, control, value);
      if (status === BAD_ARGUMENT && control === SET.application) throw tooLate();
      if (status < 0) throw this.#seat.error(status, `${doing} (setting ${control} to ${value})`);
    }
  }

  #get(control: number, doing: string): number {
    return this.#seat.read(this.#seat.instance.exports.bridge_encoder_get, this.#pointer, control, doing);
  }

  #wrongLength(samples: number): SdkError {
    const { sampleRate, channelCount } = this.#config;
    const expected = `${OPUS_DURATIONS_MS.join(', ')} ms of ${sampleRate} Hz with ${channelCount} channel(s)`;
    const sizes = [...this.#frames].map((frames) => frames * channelCount).join(', ');
    return new SdkError('out-of-range', `pcm must hold ${expected}, that is ${sizes} samples, not ${samples}`);
  }
}

function assertSamples(pcm: unknown): asserts pcm is Float32Array | Int16Array {
  if (pcm instanceof Float32Array || pcm instanceof Int16Array) return;
  throw new SdkError('invalid-argument', 'pcm must be a Float32Array or an Int16Array');
}

function tooLate(): SdkError {
  const advice = 'call reset() first, or make another encoder';
  return new SdkError('failed-precondition', `application cannot change after the first packet; ${advice}`);
}
