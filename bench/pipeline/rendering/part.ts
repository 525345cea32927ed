/** Sample rate of everything that is rendered, in Hz. */
export const RATE = 48_000;

/** What is put between sources of noise and a destination. */
export interface Part {
  /** Mono sources; absent: one in stereo. */
  readonly voices?: number;
  /** Connects the sources to the destination of the context. */
  build(context: OfflineAudioContext, sources: readonly AudioBufferSourceNode[]): Promise<void> | void;
  /** Lets go of what was built. */
  close?(): void;
}

/** Renders so many seconds of noise through something. */
export type Render = (seconds: number) => Promise<AudioBuffer>;

/** Fills a buffer with noise. */
export function fillWithNoise(buffer: AudioBuffer): AudioBuffer {
  for (let channel = 0; channel < buffer.numberOfChannels; channel += 1) {
    const plane = buffer.getChannelData(channel);
    for (let frame = 0; frame < plane.length; frame += 1) plane[frame] = (Math.random() - 0.5) * 0.6;
  }
  return buffer;
}

/** Renders a part in a context of the browser's own. */
export function renderPart(part: Part): Render {
  return async (seconds) => {
    const context = new OfflineAudioContext(2, seconds * RATE, RATE);
    const sources = Array.from({ length: part.voices ?? 1 }, () => {
      const numberOfChannels = part.voices === undefined ? 2 : 1;
      const buffer = fillWithNoise(new AudioBuffer({ numberOfChannels, length: RATE, sampleRate: RATE }));
      return new AudioBufferSourceNode(context, { buffer, loop: true });
    });
    await part.build(context, sources);
    for (const source of sources) source.start();
    try {
      return await context.startRendering();
    } finally {
      part.close?.();
    }
  };
}
