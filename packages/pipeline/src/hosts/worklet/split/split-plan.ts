import type { GraphPlan, PlanEdge, PlanNode } from '../../../plan/graph-plan.ts';
import { BRIDGE_TYPE } from './bridge-type.ts';
import { type FindDefinition, soundExits } from './sound-exits.ts';

/** A plan in two halves. */
export interface PlanSplit {
  /** Runs on the audio thread; where the worker has everything it is a bridge and nothing else. */
  readonly thread: GraphPlan;
  /** Runs in a worker; absent when the audio thread can do it all. */
  readonly worker: GraphPlan | undefined;
  /** Where the sound of the output comes from. */
  readonly soundFrom: 'thread' | 'worker';
  /** Ids of the nodes that give it. */
  readonly exits: readonly string[];
}

/**
 * Decides what of a plan runs on the audio thread: all of it if it can; else all but the side branches that cannot, when
 * the sound of the output does not come through them; else nothing. A *bridge* node takes the place of what is elsewhere.
 */
export function splitPlan(plan: GraphPlan, find: FindDefinition): PlanSplit {
  const exits = soundExits(plan, find);
  const isElsewhere = nodesElsewhere(plan, find);
  if (!isElsewhere.includes(true)) return { thread: plan, worker: undefined, soundFrom: 'thread', exits };
  const leads = nodesThatLeadTo(plan, exits);
  if (isElsewhere.some((elsewhere, index) => elsewhere && leads[index]))
    return {
      thread: withNodes(plan, [bridge(plan, undefined, undefined, true)], find),
      worker: plan,
      soundFrom: 'worker',
      exits,
    };
  return {
    thread: threadHalf(plan, isElsewhere, find),
    worker: workerHalf(plan, isElsewhere, find),
    soundFrom: 'thread',
    exits,
  };
}

/** Nodes that cannot run on the audio thread, and all that they feed. */
function nodesElsewhere(plan: GraphPlan, find: FindDefinition): boolean[] {
  const isElsewhere = plan.nodes.map(({ type }) => {
    const definition = find(type);
    return !definition?.isRealtime || definition.hosts?.includes('worklet') === false;
  });
  for (const [index, { edges }] of plan.nodes.entries())
    if (isElsewhere[index]) for (const { to } of edges) isElsewhere[to] = true;
  return isElsewhere;
}

/** Nodes that are exits of the sound or feed one. Receivers come after givers, so one way back is enough. */
function nodesThatLeadTo(plan: GraphPlan, exits: readonly string[]): boolean[] {
  const leads = plan.nodes.map(({ id }) => exits.includes(id));
  for (let index = plan.nodes.length - 1; index >= 0; index -= 1)
    if (plan.nodes[index]?.edges.some(({ to }) => leads[to])) leads[index] = true;
  return leads;
}

function threadHalf(plan: GraphPlan, isElsewhere: readonly boolean[], find: FindDefinition): GraphPlan {
  const kept = plan.nodes.filter((_, index) => !isElsewhere[index]);
  const places = placesOf(isElsewhere, false);
  const bridges = new Map<string, PlanNode>();
  const bridgeTo = (target: PlanNode, port: string, isEntry: boolean): number => {
    const key = JSON.stringify([target.id, port, isEntry]);
    if (!bridges.has(key)) bridges.set(key, bridge(plan, target.id, port, isEntry));
    return kept.length + [...bridges.keys()].indexOf(key);
  };
  const moved = (edge: PlanEdge): PlanEdge => {
    const target = plan.nodes[edge.to];
    if (!target || !isElsewhere[edge.to]) return { ...edge, to: places[edge.to] ?? 0 };
    return { ...edge, to: bridgeTo(target, edge.toPort, false), toPort: 'in' };
  };
  const nodes = kept.map((node) => ({ ...node, edges: node.edges.map(moved) }));
  for (const [index, node] of plan.nodes.entries())
    if (isElsewhere[index] && node.isEntry) bridgeTo(node, firstPort(node, find), true);
  return withNodes(plan, [...nodes, ...bridges.values()], find);
}

function workerHalf(plan: GraphPlan, isElsewhere: readonly boolean[], find: FindDefinition): GraphPlan {
  const places = placesOf(isElsewhere, true);
  const nodes = plan.nodes
    .filter((_, index) => isElsewhere[index])
    .map((node) => ({
      ...node,
      // The bridge says for whom an item is; nothing comes in for all.
      isEntry: false,
      edges: node.edges.map((edge) => ({ ...edge, to: places[edge.to] ?? 0 })),
    }));
  return withNodes(plan, nodes, find);
}

/** The new index of each node of one half. */
function placesOf(isElsewhere: readonly boolean[], half: boolean): number[] {
  let next = 0;
  return isElsewhere.map((elsewhere) => (elsewhere === half ? next++ : -1));
}

function bridge(plan: GraphPlan, to: string | undefined, port: string | undefined, isEntry: boolean): PlanNode {
  const wanted = [BRIDGE_TYPE, to ?? 'all', port ?? '', isEntry ? 'entry' : ''].filter(Boolean).join(' ');
  const taken = new Set(plan.nodes.map(({ id }) => id));
  let id = wanted;
  while (taken.has(id)) id = `#${id}`;
  return { id, type: BRIDGE_TYPE, params: { to, port }, edges: [], isEntry, isExit: false };
}

function firstPort({ type }: PlanNode, find: FindDefinition): string {
  return Object.keys(find(type)?.ports.inputs ?? {})[0] ?? 'in';
}

function withNodes(plan: GraphPlan, nodes: readonly PlanNode[], find: FindDefinition): GraphPlan {
  const assets = new Set(nodes.flatMap(({ type }) => Object.keys(find(type)?.assets ?? {})));
  const isRealtime = nodes.every(({ type }) => type === BRIDGE_TYPE || find(type)?.isRealtime === true);
  return { name: plan.name, nodes, isRealtime, assets: [...assets] };
}
