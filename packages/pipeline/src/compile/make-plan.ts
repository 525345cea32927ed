import type { Draft } from '../manifest/draft.ts';
import type { AnyNodeDefinition } from '../node/node-definition.ts';
import type { GraphPlan, PlanEdge, PlanNode } from '../plan/graph-plan.ts';
import type { CheckedConnection } from './check-connections.ts';
import type { CheckedNode } from './check-nodes.ts';
import { groupedByGiver } from './order-nodes.ts';

/** A node that nothing is wrong with. */
type GoodNode = CheckedNode & { readonly definition: AnyNodeDefinition };

/** Makes the plan of a manifest that nothing is wrong with. */
export function makePlan(
  { name }: Draft,
  ordered: readonly CheckedNode[],
  connections: readonly CheckedConnection[],
): GraphPlan {
  const good = ordered.filter((node): node is GoodNode => node.definition !== undefined);
  const indexes = new Map(ordered.map((node, index) => [node, index]));
  const leaving = groupedByGiver(connections);
  const receivers = new Set(connections.map(({ to }) => to));
  return {
    name,
    nodes: good.map((node) => planNode(node, leaving.get(node) ?? [], { indexes, isReceiver: receivers.has(node) })),
    isRealtime: good.every(({ definition }) => canBeRealtime(definition)),
    assets: [...new Set(good.flatMap(({ definition }) => Object.keys(definition.assets ?? {})))],
  };
}

interface Place {
  readonly indexes: ReadonlyMap<CheckedNode, number>;
  readonly isReceiver: boolean;
}

function planNode(
  { id, definition, params }: GoodNode,
  leaving: readonly CheckedConnection[],
  { indexes, isReceiver }: Place,
): PlanNode {
  return {
    id,
    type: definition.type,
    params,
    edges: leaving.flatMap((connection) => planEdge(connection, indexes.get(connection.to))),
    // What makes everything itself takes nothing from outside.
    isEntry: !isReceiver && Object.keys(definition.ports.inputs).length > 0,
    isExit: leaving.length === 0,
  };
}

function planEdge({ to, fromPort, toPort }: CheckedConnection, index: number | undefined): PlanEdge[] {
  if (index === undefined || toPort === undefined) return [];
  const kinds = to.definition?.ports.inputs[toPort];
  return [
    {
      to: index,
      toPort,
      ...(fromPort === undefined ? {} : { fromPort }),
      ...(kinds === undefined || typeof kinds === 'string' ? {} : { kinds }),
    },
  ];
}

function canBeRealtime({ isRealtime = false, hosts }: AnyNodeDefinition): boolean {
  return isRealtime && (hosts?.includes('worklet') ?? true);
}
