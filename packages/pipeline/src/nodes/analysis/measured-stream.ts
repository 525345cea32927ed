import type { AudioBlock } from '../../data/audio-block.ts';
import type { JsonValue } from '../../data/json-value.ts';
import type { NodeContext } from '../../node/node-definition.ts';
import type { SoundStream } from '../audio/sound-node.ts';
import { type SoundWindow, WindowCutter } from './sound-window.ts';

/** How sound is cut before it is measured. */
export interface WindowCut {
  /** Length of a stretch, in ms. */
  readonly lengthMs: number;
  /** From which magnitude on a sample counts as saturated, 0–1. @default 1 */
  readonly saturation?: number;
}

/** What one stream's stretches of sound are measured for. */
export interface Measure<P> {
  /** How the sound is cut. */
  cutOf(params: P): WindowCut;
  /** What is to be told of a stretch, which is valid during the call; `undefined` for nothing. */
  eventOf(window: SoundWindow, params: P): JsonValue | undefined;
  /** Forgets what came so far. */
  reset?(): void;
}

/** Cuts the sound of one stream into stretches of one length and tells the events that a {@link Measure} makes of them. */
export class MeasuredStream<P extends Readonly<Record<string, unknown>>> implements SoundStream<P> {
  readonly #emit: NodeContext['emit'];
  readonly #measure: Measure<P>;
  readonly #cutter: WindowCutter;
  #params: P;

  constructor(params: P, { emit }: NodeContext, measure: Measure<P>) {
    this.#params = params;
    this.#emit = emit;
    this.#measure = measure;
    const { lengthMs, ...options } = measure.cutOf(params);
    this.#cutter = new WindowCutter(lengthMs, (window) => this.#tell(window), options);
  }

  take(block: AudioBlock): void {
    this.#cutter.push(block);
  }

  update(params: P): void {
    this.#params = params;
    const { lengthMs, saturation = 1 } = this.#measure.cutOf(params);
    this.#cutter.lengthMs = lengthMs;
    this.#cutter.saturation = saturation;
  }

  flush(): void {
    this.#cutter.flush();
  }

  reset(): void {
    this.#cutter.reset();
    this.#measure.reset?.();
  }

  #tell(window: SoundWindow): void {
    const value = this.#measure.eventOf(window, this.#params);
    if (value !== undefined) this.#emit({ kind: 'json', value });
  }
}
