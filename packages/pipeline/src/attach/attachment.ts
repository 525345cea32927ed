import type { SdkError } from '@remotemedia/base';
import type { GraphListener, HostedGraph } from '../hosts/hosted-graph.ts';
import type { Asset } from '../node/node-definition.ts';
import type { GraphPlan } from '../plan/graph-plan.ts';
import type { GraphStats } from '../run/index.ts';
import type { SoundPathStats } from './audio/sound-stats.ts';
import type { PicturePathStats } from './video/line/picture-path-stats.ts';

/**
 * How a track is led through a pipeline. Sound: `worklet` (on the audio thread) or `worker`. Pictures: `processor` (frames
 * go to a worker), `canvas` (they are read off an element), `passthrough` (the pipeline gives nothing just now).
 */
export type AttachWay = 'worklet' | 'worker' | 'processor' | 'canvas' | 'passthrough';

/** Whether pictures of the pipeline fail to come, and why. */
export interface AttachmentStall {
  /** Whether the pictures of the source are shown instead. */
  readonly isStalled: boolean;
  /** Of a stall: `slow`, `error`, `died` and the like. */
  readonly reason?: string;
}

/** Whom an attachment tells. */
export interface AttachmentListener extends Pick<GraphListener, 'onOutput' | 'onFault'> {
  /** Pictures of the pipeline fail to come, or come again. */
  readonly onStall?: (stall: AttachmentStall) => void;
  /** The browser holds sound back, or lets it go on. */
  readonly onSuspended?: (isSuspended: boolean) => void;
  /** Over: the source or the output has ended, or, with an error, the pipeline is lost. Said once, never after `close`. */
  readonly onEnd: (error?: SdkError) => void;
}

/** How files that a plan needs are brought. */
export type LoadAssets = (plan: GraphPlan) => Promise<Readonly<Record<string, Asset>>>;

/** What an attached pipeline did. */
export interface AttachedStats extends GraphStats {
  /** What the way of the sound adds; absent for pictures. */
  readonly sound?: SoundPathStats;
  /** What became of the pictures on their way; absent for sound. */
  readonly pictures?: PicturePathStats;
}

/** A graph whose place another one can take. It is driven as any graph: plans are compiled and parameters checked. */
export interface SwappableGraph extends HostedGraph {
  /** Whether the browser holds sound back just now; absent for pictures. */
  readonly isSuspended?: boolean;
  /**
   * Puts another graph in the place of the one at work; taps go on. Fulfils when it is heard or seen.
   *
   * @throws {SdkError} why not; the old one goes on
   */
  swap(plan: GraphPlan): Promise<void>;
  stats(): Promise<AttachedStats>;
}

/** A track that goes through a graph, whatever kind it is. */
export interface Attachment extends SwappableGraph {
  /** What goes in. */
  readonly source: MediaStreamTrack;
  /** What comes out; stays the same over swaps. */
  readonly track: MediaStreamTrack;
  /** May change with a swap, and when pictures fail to come. */
  readonly way: AttachWay;
}
