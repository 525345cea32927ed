import type { PicturePathStats } from './picture-path-stats.ts';
import type { StallChange } from './video-line.ts';

/** What the page says to the thread of a line. */
export type LineRequest =
  | { readonly type: 'graph'; readonly id: number; readonly port: MessagePort }
  | { readonly type: 'stats'; readonly id: number }
  | { readonly type: 'lose' }
  | { readonly type: 'close' };

/** What the thread of a line says. */
export type LineMessage =
  /** Answers `graph` and `stats`. */
  | { readonly type: 'done'; readonly id: number; readonly stats: PicturePathStats }
  | { readonly type: 'stall'; readonly change: StallChange }
  /** Nothing will come any more: the source has ended, or the sink broke. */
  | { readonly type: 'end' };
