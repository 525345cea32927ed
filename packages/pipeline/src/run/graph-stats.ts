import type { HostName } from '../node/node-definition.ts';
import type { NodeState } from '../plan/graph-plan.ts';
import type { LatencySummary } from './latency-histogram.ts';

/** What a node did since the graph began. */
export interface NodeStats {
  /** Its id in the manifest. */
  readonly id: string;
  /** Its type. */
  readonly type: string;
  /** Whether it works. */
  readonly state: NodeState;
  /** Items that came to it. */
  readonly inputs: number;
  /** Items that it emitted. */
  readonly outputs: number;
  /** Items per second that it emitted, over the last second or so. */
  readonly outputsPerSecond: number;
  /** Errors that it threw. */
  readonly faults: number;
  /** Items that never reached it: the queue was full, somebody interrupted, or it could not be made anew. */
  readonly dropped: number;
  /** Items that wait for it now. */
  readonly queueDepth: number;
  /** The most that ever waited. */
  readonly peakQueueDepth: number;
  /** How long its calls took, without what its receivers did meanwhile. On the audio thread the clock is too coarse. */
  readonly latency: LatencySummary;
  /**
   * The loudest block that it emitted since the last report, RMS in dB relative to full scale, −Infinity for silence;
   * `undefined` without sound. It is measured from the first report on.
   */
  readonly levelDb: number | undefined;
}

/** What a graph did since it began. */
export interface GraphStats {
  /** Where it runs. */
  readonly host: HostName;
  /** How long ago it began, in ms. */
  readonly runningMs: number;
  /** Items that came from outside. */
  readonly inputs: number;
  /** Items that left it. */
  readonly outputs: number;
  /** How often its host had to go on without output in time. */
  readonly underruns: number;
  /** In the order of the plan. */
  readonly nodes: readonly NodeStats[];
}

/** What a node did within one window of time. */
export interface NodeWindow {
  /** Items that came to it. */
  readonly inputs: number;
  /** Items that it emitted. */
  readonly outputs: number;
  /** How long its calls took. */
  readonly latency: LatencySummary;
  /** From its very first input to its very first output, in µs; `undefined` before that. */
  readonly firstOutputUs: number | undefined;
}

/** What each node did since the last window was taken, by id. */
export type GraphWindow = Readonly<Record<string, NodeWindow>>;
