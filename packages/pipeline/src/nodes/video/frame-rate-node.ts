import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeContext, NodeInstance } from '../../node/node-definition.ts';
import { requireVideo } from './video-input.ts';

/** Streams whose next picture is remembered; the one that was silent longest is forgotten first. */
const MAX_STREAMS = 64;

/** A `FrameRate` at work. */
export class FrameRateNode implements NodeInstance {
  readonly #emit: NodeContext['emit'];
  /** When the next picture of each stream is due, in µs. */
  readonly #due = new Map<string, number>();
  #periodUs: number;

  constructor(fps: number, { emit }: NodeContext) {
    this.#periodUs = 1e6 / fps;
    this.#emit = emit;
  }

  process(item: RuntimeData): void {
    const { frame, streamId = '' } = requireVideo(item, 'FrameRate');
    const { timestamp } = frame;
    const period = this.#periodUs;
    const due = this.#due.get(streamId) ?? timestamp;
    const late = timestamp - due;
    // Cameras tremble: a picture that comes a little early takes its place, or every other one would be lost.
    if (late < -period / 4 && late > -2 * period) return;
    // After a gap, or when time goes back, counting begins anew; else what is due next does not drift with the tremble.
    const isInStep = Math.abs(late) < period;
    this.#due.delete(streamId);
    this.#due.set(streamId, (isInStep ? due : timestamp) + period);
    this.#forgetOldest();
    this.#emit(item);
  }

  update({ fps }: { readonly fps: number }): void {
    this.#periodUs = 1e6 / fps;
    this.#due.clear();
  }

  #forgetOldest(): void {
    if (this.#due.size <= MAX_STREAMS) return;
    for (const oldest of this.#due.keys()) {
      this.#due.delete(oldest);
      return;
    }
  }
}
