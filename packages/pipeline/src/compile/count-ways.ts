import { MANIFEST_LIMITS } from '../manifest/limits.ts';
import type { ProblemList } from '../manifest/problem-list.ts';
import { quote } from '../manifest/quote.ts';
import type { CheckedConnection } from './check-connections.ts';
import type { CheckedNode } from './check-nodes.ts';
import type { Kinds } from './port-kinds.ts';

/**
 * Counts in how many ways one item can reach each node, and refuses too many: where branches part and meet again and again the
 * number doubles with each step, and 256 nodes are enough for more calls than any machine can make.
 */
export function countWays(
  ordered: readonly CheckedNode[],
  carried: ReadonlyMap<CheckedConnection, Kinds>,
  problems: ProblemList,
): void {
  const ways = new Map<CheckedNode, number>();
  const into = new Map<CheckedNode, CheckedNode[]>();
  for (const [{ from, to }, kinds] of carried) if (kinds.size > 0) into.set(to, [...(into.get(to) ?? []), from]);
  for (const node of ordered) {
    const givers = into.get(node);
    const count = givers ? givers.reduce((sum, giver) => sum + (ways.get(giver) ?? 0), 0) : 1;
    ways.set(node, count);
    if (count <= MANIFEST_LIMITS.ways) continue;
    const found = `one item can reach ${quote(node.id)} in more than ${MANIFEST_LIMITS.ways} ways`;
    const message = `${found}: branches that meet again must not part again so often; mix or join them first`;
    problems.error({ code: 'too-large', path: ['nodes', node.index], message });
    return;
  }
}
