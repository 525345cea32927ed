import type { DataKind } from '../data/runtime-data.ts';
import type { ProblemList } from '../manifest/problem-list.ts';
import type { CheckedConnection } from './check-connections.ts';
import type { CheckedNode } from './check-nodes.ts';
import { givenBy, type Kinds, kindsOfPorts, listed, named, takesAnything } from './port-kinds.ts';

/** Exits that a message names. */
const MAX_NAMED = 4;

/** What {@link reportEnds} goes by. */
export interface ReportEndsOptions {
  readonly connections: readonly CheckedConnection[];
  /** What comes from outside; anything if absent. */
  readonly inputKinds: readonly DataKind[] | undefined;
  /** Of what something must come out; nothing needs to if absent. */
  readonly outputKinds: readonly DataKind[] | undefined;
  readonly problems: ProblemList;
}

/**
 * Tells of nodes that nothing can come to, and whether nothing that is wanted can come out.
 *
 * @param arriving what can come to each node
 */
export function reportEnds(arriving: ReadonlyMap<CheckedNode, Kinds>, options: ReportEndsOptions): void {
  const { connections, outputKinds, problems } = options;
  const receivers = new Set(connections.map(({ to }) => to));
  const isUseless = reportUnreachable(arriving, receivers, options);
  // What was found may be the reason why nothing comes out.
  if (outputKinds && !isUseless && !problems.hasErrors) reportNoOutput(arriving, outputKinds, options);
}

/** If nothing can come to any entry, the pipeline is of no use, and the entries are told. */
function reportUnreachable(
  arriving: ReadonlyMap<CheckedNode, Kinds>,
  receivers: ReadonlySet<CheckedNode>,
  { inputKinds = [], problems }: ReportEndsOptions,
): boolean {
  const takers = [...arriving.keys()].filter(takesAnything);
  const lonely = takers.filter((node) => arriving.get(node)?.size === 0);
  const entries = takers.filter((node) => !receivers.has(node));
  const isUseless = entries.length > 0 && entries.every((node) => lonely.includes(node));
  for (const node of isUseless ? entries : lonely) {
    const takes = listed(kindsOfPorts(node.definition?.ports.inputs ?? {}));
    const message = receivers.has(node)
      ? `nothing can come to ${named(node)}: nothing comes to the nodes before it`
      : `the pipeline gets ${listed(new Set(inputKinds))}, but ${named(node)} takes ${takes}`;
    const finding = { code: 'unreachable', path: ['nodes', node.index], message } as const;
    if (isUseless) problems.error(finding);
    else problems.warning(finding);
  }
  return isUseless;
}

function reportNoOutput(
  arriving: ReadonlyMap<CheckedNode, Kinds>,
  wanted: readonly DataKind[],
  { connections, problems }: ReportEndsOptions,
): void {
  const givers = new Set(connections.map(({ from }) => from));
  const exits = [...arriving].filter(([node]) => !givers.has(node));
  const given = exits.map(([node, kinds]) => ({ node, kinds: givenBy(node, undefined, kinds) }));
  if (given.some(({ kinds }) => wanted.some((kind) => kinds.has(kind)))) return;
  const ends = given.slice(0, MAX_NAMED).map(({ node, kinds }) => `${named(node)} gives ${listed(kinds)}`);
  const reason = ends.length === 0 ? 'there are no nodes' : ends.join(', ');
  const message = `no ${wanted.join(' or ')} comes out: ${reason}; lead it past that to an Output`;
  problems.error({ code: 'no-output', path: ['nodes', ...(exits[0] ? [exits[0][0].index] : [])], message });
}
