import type { ProblemList } from '../manifest/problem-list.ts';
import { quote, quoteAll } from '../manifest/quote.ts';
import type { CheckedConnection } from './check-connections.ts';
import type { CheckedNode } from './check-nodes.ts';

/**
 * Puts nodes into an order in which those that give come before those that receive, else as in the manifest. Cycles are
 * told; their nodes, and what comes after them, are at the end.
 */
export function orderNodes(
  nodes: readonly CheckedNode[],
  connections: readonly CheckedConnection[],
  problems: ProblemList,
): readonly CheckedNode[] {
  const waitingFor = new Map(nodes.map((node) => [node, 0]));
  for (const { to } of connections) waitingFor.set(to, (waitingFor.get(to) ?? 0) + 1);
  const after = groupedByGiver(connections);
  const ordered: CheckedNode[] = [];
  const ready = nodes.filter((node) => waitingFor.get(node) === 0);
  for (let node = ready.shift(); node; node = ready.shift()) {
    ordered.push(node);
    for (const { to } of after.get(node) ?? []) {
      const count = (waitingFor.get(to) ?? 0) - 1;
      waitingFor.set(to, count);
      if (count === 0) ready.push(to);
    }
  }
  const rest = nodes.filter((node) => (waitingFor.get(node) ?? 0) > 0);
  if (rest.length > 0) reportCycles(rest, after, problems);
  return [...ordered, ...rest];
}

type Connections = ReadonlyMap<CheckedNode, readonly CheckedConnection[]>;

/** The connections that leave each node. */
export function groupedByGiver(connections: readonly CheckedConnection[]): Connections {
  const grouped = new Map<CheckedNode, CheckedConnection[]>();
  for (const connection of connections) {
    const group = grouped.get(connection.from);
    if (group) group.push(connection);
    else grouped.set(connection.from, [connection]);
  }
  return grouped;
}

/** Tells of each set of nodes that all reach one another. */
function reportCycles(rest: readonly CheckedNode[], after: Connections, problems: ProblemList): void {
  const reach = new Map(rest.map((node) => [node, reachable(node, after)]));
  const told = new Set<CheckedNode>();
  for (const node of rest) {
    if (told.has(node) || !reach.get(node)?.has(node)) continue;
    const members = rest.filter((other) => reach.get(node)?.has(other) && reach.get(other)?.has(node));
    for (const member of members) told.add(member);
    const round = shortestRound(node, after);
    const ids = members.map(({ id }) => id);
    const way = [...round.map(({ from }) => from.id), node.id].map((id) => quote(id).slice(1, -1));
    const shown = way.length > 20 ? `${way.slice(0, 19).join(' → ')} → …` : way.join(' → ');
    const message = `the nodes ${quoteAll(ids)} form a cycle (${shown}): take one of its connections out`;
    problems.error({ code: 'cycle', path: round.at(-1)?.path ?? ['nodes', node.index], message, nodeIds: ids });
  }
}

/** All nodes that can be reached by at least one connection. */
function reachable(start: CheckedNode, after: Connections): ReadonlySet<CheckedNode> {
  const found = new Set<CheckedNode>();
  const open = [start];
  for (let node = open.pop(); node; node = open.pop()) {
    for (const { to } of after.get(node) ?? []) {
      if (found.has(to)) continue;
      found.add(to);
      open.push(to);
    }
  }
  return found;
}

/** The fewest connections that lead from a node back to it. */
function shortestRound(start: CheckedNode, after: Connections): readonly CheckedConnection[] {
  const cameBy = new Map<CheckedNode, CheckedConnection>();
  const open = [start];
  for (let node = open.shift(); node && !cameBy.has(start); node = open.shift()) {
    for (const connection of after.get(node) ?? []) {
      if (cameBy.has(connection.to)) continue;
      cameBy.set(connection.to, connection);
      open.push(connection.to);
    }
  }
  const round: CheckedConnection[] = [];
  for (let last = cameBy.get(start); last; last = last.from === start ? undefined : cameBy.get(last.from))
    round.unshift(last);
  return round;
}
