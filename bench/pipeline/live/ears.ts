/** Counts render quanta of two tones that are not the next piece of the same tone, and hears when clicks come. */
const RECORDER = `
const LOUD = 0.1;
const WHOLE = 1e-3;
class Ear {
  constructor(step) {
    this.turn = 2 * Math.cos(step);
    this.before = 0;
    this.last = 0;
    this.isQuiet = true;
    this.quanta = 0;
    this.damaged = 0;
  }
  hear(plane) {
    let isDamaged = !plane;
    for (const sample of plane ?? []) {
      // Each sample of a tone follows from the two before it.
      if (Math.abs(this.turn * this.last - this.before - sample) > WHOLE) isDamaged = true;
      this.before = this.last;
      this.last = sample;
    }
    // What is silent goes on smoothly, too.
    if (Math.abs(this.last) < 1e-6 && Math.abs(this.before) < 1e-6) isDamaged = true;
    this.quanta += 1;
    if (isDamaged) this.damaged += 1;
  }
  onset(plane) {
    let silent = 0;
    for (const [frame, sample] of (plane ?? []).entries()) {
      const isLoud = Math.abs(sample) > LOUD;
      if (isLoud && this.isQuiet) { this.isQuiet = false; this.quietFor = 0; return frame; }
      this.quietFor = isLoud ? 0 : (this.quietFor ?? 0) + 1;
      if (this.quietFor > 2400) this.isQuiet = true;
    }
    return -1;
  }
}
registerProcessor('ears', class extends AudioWorkletProcessor {
  constructor({ numberOfInputs, processorOptions: { hz, isCounting } }) {
    super();
    this.isCounting = isCounting;
    this.ears = Array.from({ length: numberOfInputs }, () => new Ear((2 * Math.PI * hz) / sampleRate));
    this.startMs = 0;
    this.port.onmessage = ({ data }) => {
      if (data === 'begin') {
        this.startMs = Date.now();
        for (const ear of this.ears) { ear.quanta = 0; ear.damaged = 0; }
      } else {
        const heard = this.ears.map(({ quanta, damaged }) => ({ quanta, damaged }));
        const dueQuanta = (((Date.now() - this.startMs) / 1000) * sampleRate) / 128;
        this.port.postMessage({ heard, dueQuanta });
      }
    };
  }
  process(inputs) {
    for (const [index, ear] of this.ears.entries()) {
      if (this.isCounting) { ear.hear(inputs[index][0]); continue; }
      const frame = ear.onset(inputs[index][0]);
      if (frame >= 0) this.port.postMessage({ ear: index, atMs: ((currentFrame + frame) / sampleRate) * 1000 });
    }
    return true;
  }
});`;

/** What the ears hear. */
export interface EarsOptions {
  readonly inputs: number;
  /** Of the tone. */
  readonly hz: number;
  /** Whether damage is counted; else the beginnings of sounds are told. */
  readonly isCounting: boolean;
}

/** A worklet that listens to several sounds at once, on one clock. */
export async function openEars(
  context: AudioContext,
  { inputs, hz, isCounting }: EarsOptions,
): Promise<AudioWorkletNode> {
  const url = URL.createObjectURL(new Blob([RECORDER], { type: 'text/javascript' }));
  await context.audioWorklet.addModule(url);
  URL.revokeObjectURL(url);
  const node = new AudioWorkletNode(context, 'ears', {
    numberOfInputs: inputs,
    numberOfOutputs: 1,
    channelCount: 1,
    channelCountMode: 'explicit',
    processorOptions: { hz, isCounting },
  });
  // What leads nowhere is not rendered.
  node.connect(context.destination);
  return node;
}
