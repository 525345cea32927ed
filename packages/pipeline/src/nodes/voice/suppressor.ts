import type { Asset } from '../../node/node-definition.ts';
import { RNNOISE_FRAME, Rnnoise } from './rnnoise.ts';

/** Frames for which the gate stays open after the last voice: 200 ms. */
const HOLD_FRAMES = 20;

/** What a {@link Suppressor} can be told. */
export type SuppressorSettings = {
  /** How much of the sound comes without its noise, 0–1. */
  readonly mix: number;
  /** Probability of a voice below which nothing comes through, 0–1. */
  readonly vadThreshold: number;
};

/** One channel: RNNoise, and what went in before, which is what now comes out. */
interface Channel {
  readonly rnnoise: Rnnoise;
  readonly before: Float32Array;
  readonly wet: Float32Array;
}

/** RNNoise for several channels, with mix and gate. Frames come out one later than they go in. */
export class Suppressor {
  readonly #channels: Channel[] = [];
  #settings: SuppressorSettings;
  #mix: number;
  #gain = 1;
  #held = 0;

  /** @throws {SdkError} as {@link Rnnoise} */
  constructor(module: Asset, channelCount: number, settings: SuppressorSettings) {
    this.#settings = settings;
    this.#mix = settings.mix;
    try {
      while (this.#channels.length < channelCount) {
        const rnnoise = new Rnnoise(module);
        this.#channels.push({ rnnoise, before: new Float32Array(RNNOISE_FRAME), wet: new Float32Array(RNNOISE_FRAME) });
      }
    } catch (error) {
      this.close();
      throw error;
    }
  }

  /** Replaces 480 samples of each channel by those of the frame before. */
  process(frame: readonly Float32Array[]): void {
    let probability = 0;
    for (let index = 0; index < this.#channels.length; index += 1) {
      const channel = this.#channels[index];
      const plane = frame[index];
      if (channel && plane) probability = Math.max(probability, channel.rnnoise.process(plane, channel.wet));
    }
    const gain = this.#gate(probability);
    const { mix } = this.#settings;
    for (let index = 0; index < this.#channels.length; index += 1) {
      const channel = this.#channels[index];
      const plane = frame[index];
      if (channel && plane) blend(plane, channel, this.#mix, mix, this.#gain, gain);
    }
    this.#mix = mix;
    this.#gain = gain;
  }

  /** Other settings; they are reached within a frame, without a click. */
  update(settings: SuppressorSettings): void {
    this.#settings = settings;
  }

  /** Forgets what it heard. */
  reset(): void {
    for (const { rnnoise, before } of this.#channels) {
      rnnoise.reset();
      before.fill(0);
    }
    this.#gain = 1;
    this.#held = 0;
  }

  /** Gives the memory back. */
  close(): void {
    for (const { rnnoise } of this.#channels) rnnoise.close();
    this.#channels.length = 0;
  }

  /** The probability is that of the frame that comes out next: the gate is open before the voice begins. */
  #gate(probability: number): number {
    this.#held = probability >= this.#settings.vadThreshold ? 0 : this.#held + 1;
    return this.#held <= HOLD_FRAMES ? 1 : 0;
  }
}

/** Puts the mixed frame in the place of the one that came, and keeps that one for the next time. */
function blend(
  plane: Float32Array,
  { before, wet }: Channel,
  fromMix: number,
  toMix: number,
  from: number,
  to: number,
): void {
  for (let index = 0; index < RNNOISE_FRAME; index += 1) {
    const part = (index + 1) / RNNOISE_FRAME;
    const mix = fromMix + (toMix - fromMix) * part;
    const gain = from + (to - from) * part;
    const dry = before[index] as number;
    before[index] = plane[index] as number;
    plane[index] = (dry + ((wet[index] as number) - dry) * mix) * gain;
  }
}
