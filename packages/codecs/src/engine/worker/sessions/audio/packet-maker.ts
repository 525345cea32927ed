import { OpusEncoder } from '../../../../opus/index.ts';
import type { EncodedMessage } from '../../payloads.ts';
import { AudioTimeline } from './audio-timeline.ts';
import type { OpusEncoderSettings } from './opus-settings.ts';

/** No packet of sound is that small: with `usedtx` such a one says only that there is silence (RFC 6716, 2.1.9). */
const SILENCE_BYTES = 2;

/** Cuts sample-frames into packets' worths and encodes each. */
export class PacketMaker {
  readonly #encoder: OpusEncoder;
  readonly #frame: Float32Array<ArrayBuffer>;
  readonly #channelCount: number;
  /** Time of what is encoded. */
  readonly timeline: AudioTimeline;
  #settings: OpusEncoderSettings;
  #filled = 0;
  #startUs = 0;
  /** Sample-frames that the encoder still holds back, of those that came in. */
  #owedFrames = 0;

  /** @throws {SdkError} when the encoder does not take the settings */
  constructor(module: WebAssembly.Module, settings: OpusEncoderSettings) {
    const { encoder, frameFrames, frameUs, inputRate } = settings;
    this.#settings = settings;
    this.#encoder = new OpusEncoder(module, encoder);
    this.#channelCount = encoder.channelCount;
    this.#frame = new Float32Array(frameFrames * encoder.channelCount);
    this.timeline = new AudioTimeline(inputRate, encoder.sampleRate, frameUs);
  }

  /** Sample-frames of the encoder's rate that a decoder has to leave out at the beginning. */
  get lookaheadFrames(): number {
    return this.#encoder.lookaheadFrames;
  }

  /**
   * Goes on with other settings, if that is possible without a break.
   *
   * @returns whether it is
   */
  update(settings: OpusEncoderSettings): boolean {
    const { inputRate, frameUs, encoder } = this.#settings;
    if (inputRate !== settings.inputRate || frameUs !== settings.frameUs) return false;
    if (encoder.channelCount !== settings.encoder.channelCount) return false;
    if (encoder.application !== settings.encoder.application) return false;
    this.#encoder.update({ ...this.#encoder.config, ...settings.encoder });
    this.#settings = settings;
    return true;
  }

  /** Encodes samples; a rest that fills no packet waits for more. */
  *take(pcm: Float32Array): Generator<EncodedMessage | undefined, void> {
    for (let at = 0; at < pcm.length; ) {
      if (this.#filled === 0) this.#startUs = this.timeline.nowUs;
      const part = pcm.subarray(at, at + this.#frame.length - this.#filled);
      this.#frame.set(part, this.#filled);
      this.#filled += part.length;
      at += part.length;
      this.timeline.advance(part.length / this.#channelCount);
      this.#owedFrames = this.#encoder.lookaheadFrames;
      if (this.#filled === this.#frame.length) yield this.#encode();
    }
  }

  /** Encodes what waits and what the encoder holds back, followed by silence up to a whole packet. */
  *drain(): Generator<EncodedMessage | undefined, void> {
    while (this.#filled > 0 || this.#owedFrames > 0) {
      if (this.#filled === 0) this.#startUs = this.timeline.nowUs;
      this.#frame.fill(0, this.#filled);
      const silentFrames = (this.#frame.length - this.#filled) / this.#channelCount;
      this.timeline.advance(silentFrames);
      this.#owedFrames = Math.max(0, this.#owedFrames - silentFrames);
      yield this.#encode();
    }
    this.timeline.restart();
  }

  /** Gives the encoder back. Idempotent. */
  close(): void {
    this.#encoder.close();
  }

  #encode(): EncodedMessage | undefined {
    this.#filled = 0;
    const packet = this.#encoder.encode(this.#frame);
    if (this.#settings.encoder.dtx && packet.length <= SILENCE_BYTES) return undefined;
    return {
      type: 'encoded',
      key: true,
      timestamp: this.#startUs,
      duration: this.#settings.frameUs,
      data: packet.slice(),
      finalRange: this.#encoder.finalRange,
    };
  }
}
