/** Says every 1024 sample-frames (21 ms at 48 kHz) whether they were loud, until it is told to end. Runs on the audio thread. */
class Loudness extends AudioWorkletProcessor {
  #sum = 0;
  #count = 0;
  #isOpen = true;

  constructor() {
    super();
    this.port.onmessage = () => {
      this.#isOpen = false;
    };
  }

  process([[samples] = []]) {
    for (const sample of samples ?? []) this.#sum += sample * sample;
    this.#count += samples?.length ?? 128;
    if (this.#count >= 1024) {
      this.port.postMessage(Math.sqrt(this.#sum / this.#count) > 0.02);
      this.#sum = 0;
      this.#count = 0;
    }
    // A processor that always says true is kept in memory for ever, and its context with it.
    return this.#isOpen;
  }
}

registerProcessor('loudness', Loudness);
