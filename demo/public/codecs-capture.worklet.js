/** Hands the first channel of what comes in to the page, in blocks of 20 ms. */
class Capture extends AudioWorkletProcessor {
  #block = new Float32Array(960);
  #filled = 0;

  process([input]) {
    const [samples] = input ?? [];
    for (const sample of samples ?? []) {
      this.#block[this.#filled] = sample;
      this.#filled += 1;
      if (this.#filled < this.#block.length) continue;
      this.port.postMessage(this.#block, [this.#block.buffer]);
      this.#block = new Float32Array(960);
      this.#filled = 0;
    }
    return true;
  }
}

registerProcessor('codecs-capture', Capture);
