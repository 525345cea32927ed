import type { CoderOutput } from '../protocol.ts';

/** The buffers of outputs: each is an output's own, so it moves to the page. */
export function buffersOf(outputs: readonly CoderOutput[]): ArrayBuffer[] {
  return outputs.map((output) => (output.type === 'video' ? output.pixels.data.buffer : output.data.buffer));
}
