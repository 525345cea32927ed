import { type Clock, SdkError } from '@remotemedia/base';
import type { StartThread } from '../../../hosts/graph-thread.ts';
import { canUseCanvas, openPageLine } from '../canvas/page-line.ts';
import { openPassthroughLine } from '../passthrough/passthrough-line.ts';
import { breakoutBox } from '../processor/breakout-box.ts';
import { openProcessorLine } from '../processor/open-processor-line.ts';
import type { VideoWay } from '../video-attachment-options.ts';
import type { LineListeners, OpenedLine } from './line.ts';

/** What every line needs. */
export interface LineOptions extends LineListeners {
  readonly source: MediaStreamTrack;
  readonly stallMs: number;
  readonly clock: Clock;
  readonly startThread: StartThread;
}

/**
 * The best way that this page has, or the one that is asked for.
 *
 * @throws {SdkError} `unimplemented` when it is asked for one that it has not
 */
export function chooseWay(asked: VideoWay | 'auto'): VideoWay {
  if (asked === 'passthrough') return asked;
  const has = { processor: breakoutBox() !== undefined, canvas: canUseCanvas() };
  if (asked === 'auto') return has.processor ? 'processor' : has.canvas ? 'canvas' : 'passthrough';
  if (has[asked]) return asked;
  throw new SdkError('unimplemented', `this browser cannot take pictures by way of "${asked}"; leave "way" away`);
}

/** Opens a line. */
export function openLine(way: VideoWay, options: LineOptions): OpenedLine {
  const box = way === 'processor' ? breakoutBox() : undefined;
  if (box) return openProcessorLine({ ...options, box });
  return way === 'canvas' ? openPageLine(options) : openPassthroughLine(options);
}
