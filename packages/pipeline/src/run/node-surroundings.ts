import type { SdkError, Undo } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { FrameHolds } from './frame-holds.ts';
import type { QueuePolicy } from './run-options.ts';

/** What a node at work needs of its graph. `Node` is the node itself, which this file need not know. */
export interface NodeSurroundings<Node> {
  readonly holds: FrameHolds;
  /** Items that may wait for a node. */
  readonly capacity: number;
  readonly policy: QueuePolicy;
  readonly callTimeoutMs: number;
  readonly now: () => number;
  readonly after: (delayMs: number, callback: () => void) => Undo;
  /** Notes which node is being called. @returns what was noted before */
  readonly noteAtWork: (place: number) => number;
  /** Hands on what the node emits. */
  readonly route: (from: Node, item: RuntimeData, port: string) => void;
  /** A call of the node failed. */
  readonly fault: (node: Node, error: SdkError) => void;
  /** Whether the node must not begin anything: too much waits behind it. */
  readonly isHeldBack: (node: Node) => boolean;
  /** The node's queue has become full, or has room again. */
  readonly fullness: (node: Node, isFull: boolean) => void;
}
