import { SdkError } from '@remotemedia/base';
import type { RuntimeData, VideoData } from '../data/runtime-data.ts';

/**
 * Counts who needs which video frame, and closes it when the last one is done. The frame itself goes round, not a clone
 * for each: whoever only borrows it need not close anything. Other kinds of data need no closing and are not counted.
 */
export class FrameHolds {
  readonly #counts = new Map<VideoData['frame'], number>();

  /** Frames that somebody still needs. */
  get size(): number {
    return this.#counts.size;
  }

  /**
   * Somebody needs the frame until the same number of calls of {@link FrameHolds.release}.
   *
   * @throws {SdkError} `failed-precondition` for a frame that is closed already
   */
  hold(item: RuntimeData): void {
    if (item.kind !== 'video') return;
    const count = this.#counts.get(item.frame) ?? 0;
    if (count === 0 && item.frame.codedWidth === 0) {
      throw new SdkError('failed-precondition', 'the video frame is closed already: clone what is kept beyond a call');
    }
    this.#counts.set(item.frame, count + 1);
  }

  /** Somebody is done with it. */
  release(item: RuntimeData): void {
    if (item.kind !== 'video') return;
    const count = this.#counts.get(item.frame);
    if (count === undefined) return;
    if (count > 1) {
      this.#counts.set(item.frame, count - 1);
      return;
    }
    this.#counts.delete(item.frame);
    item.frame.close();
  }

  /**
   * Hands an item to somebody outside, who closes the frame: the frame itself if nobody but the caller holds it, else a
   * clone. The caller's hold is used up either way.
   */
  give(item: RuntimeData): RuntimeData {
    if (item.kind !== 'video') return item;
    if (this.#counts.get(item.frame) === 1) {
      this.#counts.delete(item.frame);
      return item;
    }
    const clone = { ...item, frame: item.frame.clone() };
    this.release(item);
    return clone;
  }

  /** Closes a frame that nobody holds; one that somebody holds is closed in its time. */
  discard(item: RuntimeData): void {
    if (item.kind === 'video' && !this.#counts.has(item.frame)) item.frame.close();
  }
}
