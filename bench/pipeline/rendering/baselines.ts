import type { Part } from './part.ts';

/** A worklet that hands on what it gets: what it costs to leave the native graph at all. */
const EMPTY = `registerProcessor('empty', class extends AudioWorkletProcessor {
  process([input], [output]) {
    for (let channel = 0; channel < input.length; channel += 1) output[channel].set(input[channel]);
    return true;
  }
});`;

/** Nothing between source and destination. */
export const barePart: Part = {
  build: (context, [source]) => void source?.connect(context.destination),
};

/** A worklet that does nothing. */
export const emptyWorklet: Part = {
  async build(context, [source]) {
    const url = URL.createObjectURL(new Blob([EMPTY], { type: 'text/javascript' }));
    await context.audioWorklet.addModule(url);
    URL.revokeObjectURL(url);
    source?.connect(new AudioWorkletNode(context, 'empty', { outputChannelCount: [2] })).connect(context.destination);
  },
};
