import type { RuntimeData } from '../data/runtime-data.ts';
import type { InputSource } from '../node/node-definition.ts';
import type { PlanEdge } from '../plan/graph-plan.ts';
import type { RunNode } from './run-node.ts';

/** One connection, with everything that a delivery needs made beforehand. */
interface Wire {
  readonly edge: PlanEdge;
  readonly to: RunNode;
  readonly source: InputSource;
}

/** The connections of one node. */
export class Wires {
  /** All nodes from which something can come to this one, directly or not. */
  readonly givers: ReadonlySet<RunNode>;
  readonly #out: readonly Wire[];

  constructor(out: readonly Wire[], givers: ReadonlySet<RunNode>) {
    this.#out = out;
    this.givers = givers;
  }

  /** Brings an item to every receiver that wants it. */
  carry(item: RuntimeData, port: string): void {
    for (let index = 0; index < this.#out.length; index += 1) {
      const wire = this.#out[index];
      if (!wire) continue;
      const { fromPort, kinds } = wire.edge;
      if (fromPort !== undefined && fromPort !== port) continue;
      if (kinds === undefined || kinds.includes(item.kind)) wire.to.receive(item, wire.source);
    }
  }
}

/** Connects the nodes of a plan, which are in the plan's order: receivers after givers. */
export function wire(nodes: readonly RunNode[]): ReadonlyMap<RunNode, Wires> {
  const givers = new Map(nodes.map((node) => [node, new Set<RunNode>()]));
  for (const node of nodes) {
    for (const { to } of outOf(node, nodes)) {
      const before = givers.get(to);
      before?.add(node);
      for (const earlier of givers.get(node) ?? []) before?.add(earlier);
    }
  }
  return new Map(nodes.map((node) => [node, new Wires(outOf(node, nodes), givers.get(node) ?? new Set())]));
}

function outOf(node: RunNode, nodes: readonly RunNode[]): readonly Wire[] {
  return node.plan.edges.flatMap((edge) => {
    const to = nodes[edge.to];
    return to ? [{ edge, to, source: { port: edge.toPort, nodeId: node.plan.id } }] : [];
  });
}
