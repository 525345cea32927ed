import type { SdkError } from '@remotemedia/base';
import type { PicturePathStats } from './picture-path-stats.ts';
import type { StallChange } from './video-line.ts';

/** A line as the attachment sees it, in whichever thread it is. */
export interface Line {
  /**
   * Has pictures go through the graph at the other end of `port`.
   *
   * @returns when its first picture is there, or the time for that is up
   */
  setGraph(port: MessagePort): Promise<void>;
  /** The graph is gone: the source's own pictures are shown. */
  loseGraph(): void;
  stats(): Promise<PicturePathStats>;
  /** Ends it, with its thread, elements and timers; the output ends. Idempotent. */
  close(): void;
}

/** Whom a line tells. */
export interface LineListeners {
  readonly onStall: (change: StallChange) => void;
  /** The source has ended, or, with an error, the way is broken. */
  readonly onEnd: (error?: SdkError) => void;
}

/** A line, and the track at its end. */
export interface OpenedLine {
  readonly line: Line;
  readonly track: MediaStreamTrack;
}
