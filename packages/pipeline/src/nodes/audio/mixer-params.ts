/** What a mixer is told. */
export interface MixerParams extends Readonly<Record<string, unknown>> {
  /** One sum of all, or for each owner the sum of all others. */
  readonly mode: 'mix' | 'mix-minus';
  /** Gain of inputs in dB, by stream or node. */
  readonly gainsDb: Readonly<Record<string, number>>;
  /** How many inputs it waits for at the start; absent: until one gives its second block. */
  readonly inputs: number | undefined;
  /** What is mixed with what. */
  readonly align: 'arrival' | 'timestamp';
  /** How long the others wait for an input that gives nothing. */
  readonly maxWaitMs: number;
  /** When such an input has left. */
  readonly forgetMs: number;
  /** Of the output; absent: as many as the input with the most has. */
  readonly channels: number | undefined;
  /** Whether what is above 0.8 is bent. */
  readonly softClip: boolean;
}
