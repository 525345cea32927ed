import type { SdkError, Undo } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { AnyNodeDefinition, Asset, HostName } from '../node/node-definition.ts';
import type { GraphPlan } from '../plan/graph-plan.ts';

/**
 * What happens to an item for whose node enough items wait already: `wait` holds the source back, `drop-oldest` gives up
 * what waits longest, `drop-newest` the item itself. What is dropped is counted.
 */
export type QueuePolicy = 'wait' | 'drop-oldest' | 'drop-newest';

/** The queue in front of each node that works asynchronously. */
export interface QueueOptions {
  /** Items that may wait. @default 16, as upstream */
  readonly capacity?: number | undefined;
  /** What happens beyond that. @default 'wait' */
  readonly policy?: QueuePolicy | undefined;
}

/** A node threw. The item it had is lost; the graph goes on. */
export interface NodeFault {
  /** Its id in the manifest. */
  readonly nodeId: string;
  /** Its type. */
  readonly nodeType: string;
  /** What it threw, with the node named; `deadline-exceeded` when a call took too long. */
  readonly error: SdkError;
  /** How many faults of the node it stands for, if more than one: beyond 8 in a second they are only counted. */
  readonly count?: number | undefined;
}

/** What is needed to run a plan. */
export interface GraphRunOptions {
  readonly plan: GraphPlan;
  /** Finds what a type is. */
  readonly definitions: (type: string) => AnyNodeDefinition | undefined;
  /** The files that the nodes need, by name. */
  readonly assets: Readonly<Record<string, Asset>>;
  readonly host: HostName;
  /** Milliseconds; never goes back. */
  readonly now: () => number;
  /** Calls back after some milliseconds. Without it, as on the audio thread, no call has a time limit. */
  readonly after?: ((delayMs: number, callback: () => void) => Undo) | undefined;
  /** The queue of each node. */
  readonly queue?: QueueOptions | undefined;
  /** Longest time that an asynchronous call of a node may take, in ms. @default 30_000, as upstream's scheduler */
  readonly callTimeoutMs?: number | undefined;
  /**
   * One number where the run notes which node it is calling: its place in the plan plus one, 0 for none. In shared memory
   * it tells others who hangs.
   */
  readonly atWork?: Int32Array | undefined;
  /**
   * Gets what leaves the pipeline. A video frame is the listener's, who closes it; an audio block is only valid during
   * the call.
   */
  readonly onOutput: (data: RuntimeData, nodeId: string, port: string) => void;
  /** Hears of nodes that threw. */
  readonly onFault: (fault: NodeFault) => void;
}
