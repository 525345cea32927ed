import type { JsonValue } from '../data/json-value.ts';
import type { DataKind } from '../data/runtime-data.ts';

/** Whether a node works (`enabled`), hands its input on as it is (`bypass`), or gives nothing (`disabled`). */
export type NodeState = 'enabled' | 'bypass' | 'disabled';

/** What carries items from one node to another. */
export interface PlanEdge {
  /** Index of the node that receives. */
  readonly to: number;
  /** Name of the port that receives. */
  readonly toPort: string;
  /** Only what is emitted on this port; all ports if absent. */
  readonly fromPort?: string;
  /** What is carried; anything else that is emitted is not meant for this receiver. Absent: everything. */
  readonly kinds?: readonly DataKind[];
}

/** One node of a plan. */
export interface PlanNode {
  /** Its id in the manifest, unique there. */
  readonly id: string;
  /** The type of its definition, not an alias. */
  readonly type: string;
  /** Checked, with defaults, by the names of the definition. */
  readonly params: Readonly<Record<string, JsonValue | undefined>>;
  /** Where its output goes. */
  readonly edges: readonly PlanEdge[];
  /** Gets what comes from outside: nothing leads to it. */
  readonly isEntry: boolean;
  /** What it emits leaves the pipeline: nothing follows. */
  readonly isExit: boolean;
}

/** A manifest that was checked, ready to run: plain data that can be sent to another thread. Receivers come after givers. */
export interface GraphPlan {
  /** From the manifest's metadata; empty if absent. */
  readonly name: string;
  /** All nodes, receivers after givers. */
  readonly nodes: readonly PlanNode[];
  /** Whether every node can run on the audio thread. */
  readonly isRealtime: boolean;
  /** Names of files that its nodes need. */
  readonly assets: readonly string[];
}
