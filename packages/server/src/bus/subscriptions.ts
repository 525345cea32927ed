import type { Undo } from '@remotemedia/base';
import type { BusHandler } from './bus.ts';

/** One handler of a subject. */
export interface BusSubscription {
  /** What it listens to. */
  readonly subject: string;
  /** What gets the messages. */
  readonly handler: BusHandler;
}

/** Makes a function work once. */
export function once(undo: Undo): Undo {
  let isDone = false;
  return () => {
    if (isDone) return;
    isDone = true;
    undo();
  };
}

/** Lets an answer be given once. */
export function answerOnce(answer: (bytes: Uint8Array) => void): (bytes: Uint8Array) => void {
  let isDone = false;
  return (bytes) => {
    if (isDone) return;
    isDone = true;
    answer(bytes);
  };
}
