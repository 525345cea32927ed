/** A filter with two poles that rings at one frequency. */
export class Resonator {
  #sampleRate;
  #gain = 0;
  #feedback1 = 0;
  #feedback2 = 0;
  #last = 0;
  #lastButOne = 0;

  /** @param {number} sampleRate in hertz */
  constructor(sampleRate) {
    this.#sampleRate = sampleRate;
  }

  /** @param {number} frequencyHz @param {number} bandwidthHz */
  tune(frequencyHz, bandwidthHz) {
    const radius = Math.exp((-Math.PI * bandwidthHz) / this.#sampleRate);
    this.#feedback1 = 2 * radius * Math.cos((2 * Math.PI * frequencyHz) / this.#sampleRate);
    this.#feedback2 = -radius * radius;
    // So that it is about as loud at its peak whatever it is tuned to.
    this.#gain =
      (1 - radius) *
      Math.sqrt(1 + radius * radius - 2 * radius * Math.cos((4 * Math.PI * frequencyHz) / this.#sampleRate));
  }

  /** @param {number} sample @returns {number} */
  filter(sample) {
    const out = this.#gain * sample + this.#feedback1 * this.#last + this.#feedback2 * this.#lastButOne;
    this.#lastButOne = this.#last;
    this.#last = out;
    return out;
  }
}
