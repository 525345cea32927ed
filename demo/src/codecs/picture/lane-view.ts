import type { History } from '../parts/meter.ts';

/** What one engine does now. */
export interface LaneView {
  /** Why it stands still; `undefined` while it works. */
  readonly fault: Error | undefined;
  /** Pictures that were encoded and decoded since the page was opened. */
  readonly pictures: number;
  /** Key frames among them. */
  readonly keyFrames: number;
  /** Pictures that were left out because the engine was not done with those before. */
  readonly skipped: number;
  /** Pictures in each temporal layer. */
  readonly perLayer: readonly number[];
  /** Kilobits per second. */
  readonly kilobits: History;
  /** Time from handing in a picture to its chunk, ms. */
  readonly encodeMs: History;
  /** Time from handing in a chunk to its picture, ms. */
  readonly decodeMs: History;
  /** How close the decoded picture is to the original, dB. */
  readonly psnrDb: History;
}

/** Before the first picture. */
export const NOTHING_YET: LaneView = {
  fault: undefined,
  pictures: 0,
  keyFrames: 0,
  skipped: 0,
  perLayer: [0, 0, 0],
  kilobits: [],
  encodeMs: [],
  decodeMs: [],
  psnrDb: [],
};
