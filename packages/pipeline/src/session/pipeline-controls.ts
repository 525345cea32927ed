import type { SdkError, Undo } from '@remotemedia/base';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { HostName } from '../node/node-definition.ts';
import type { GraphPlan, NodeState } from '../plan/graph-plan.ts';
import type { GraphStats, NodeFault } from '../run/index.ts';
import type { PipelineOutput } from './pipeline-output.ts';

/** What a pipeline at work announces. */
export interface PipelineEvents {
  /** Something left it. The data are borrowed: copy or clone what is kept beyond the call. */
  output: PipelineOutput;
  /** A node threw; the pipeline goes on without the item. */
  fault: NodeFault;
  /** Over, for good; with the error if nobody asked for it. */
  closed: { readonly error?: SdkError | undefined };
}

/** Called with what a topic carries. The data are borrowed: copy or clone what is kept beyond the call. */
export type TopicListener = (data: RuntimeData) => void;

/** How a pipeline at work is driven and watched, whether it is a session or attached to a track. */
export interface PipelineControls {
  /** Where it runs. */
  readonly host: HostName;
  /** What runs. */
  readonly plan: GraphPlan;
  /**
   * Changes parameters of a node at work.
   *
   * @param partial those that change, by their names in camelCase or snake_case
   * @throws {ManifestError} when one is unknown or breaks the schema; the node goes on with those it had
   * @throws {SdkError} `not-found` for an unknown node
   */
  setParams(nodeId: string, partial: Readonly<Record<string, JsonValue>>): Promise<void>;
  /** Enables a node, hands its input on (`bypass`), or silences it (`disabled`). @throws {SdkError} `not-found` */
  setNodeState(nodeId: string, state: NodeState): Promise<void>;
  /**
   * Listens to a topic of the control bus: `NODE.out` or `NODE.out.PORT` for what a node emits, `__system__.out` for the
   * progress of loading, `__perf__.out` for a report on each node every second.
   *
   * @throws {SdkError} `invalid-argument` for what is no such topic, `not-found` for an unknown node
   */
  subscribe(topic: string, listener: TopicListener): Undo;
  /**
   * Hands something to a node by `NODE.in` or `NODE.in.PORT`. A port that the node does not have is wrapped as JSON
   * (`{"__aux_port__", "payload"}`), as upstream does; the port `barge_in` interrupts the node.
   *
   * @param data an item, text, or any JSON
   * @throws {SdkError} `invalid-argument` for what is no such topic or not taken, `not-found` for an unknown node
   */
  publish(topic: string, data: RuntimeData | JsonValue): Promise<void>;
  /** What it did so far. */
  stats(): Promise<GraphStats>;
}
