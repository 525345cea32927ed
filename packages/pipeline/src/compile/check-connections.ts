import type { DraftConnection, DraftEnd } from '../manifest/draft.ts';
import type { Path, ProblemList } from '../manifest/problem-list.ts';
import { quote, quoteAll } from '../manifest/quote.ts';
import type { Ports } from '../node/node-definition.ts';
import { nearestName } from '../registry/nearest-name.ts';
import type { CheckedNode } from './check-nodes.ts';

/** A connection between two nodes that are there. */
export interface CheckedConnection {
  /** Where it is in the manifest. */
  readonly path: Path;
  readonly from: CheckedNode;
  readonly to: CheckedNode;
  /** `undefined` for whatever the node emits. */
  readonly fromPort: string | undefined;
  /** `undefined` when the node that receives, or its ports, are not known. */
  readonly toPort: string | undefined;
}

/** Looks the nodes and ports of connections up. Those that lead nowhere are told and left out. */
export function checkConnections(
  drafts: readonly DraftConnection[],
  nodes: readonly CheckedNode[],
  problems: ProblemList,
): readonly CheckedConnection[] {
  const byId = new Map<string, CheckedNode>();
  // Of two nodes with one id, the first one is meant: the second one is told of already.
  for (const node of nodes) if (node.id !== '' && !byId.has(node.id)) byId.set(node.id, node);
  const seen = new Set<string>();
  return drafts.flatMap((draft) => {
    const from = nodeOf(draft.from, byId, problems);
    const to = nodeOf(draft.to, byId, problems);
    if (!from || !to) return [];
    const path = ['connections', draft.index];
    const fault = faultOf(draft, seen);
    if (fault) {
      problems.error({ ...fault, path });
      return [];
    }
    const fromPort = portOf(
      draft.from,
      { node: from, ports: from.definition?.ports.outputs, word: 'output' },
      problems,
    );
    const toPort = portOf(draft.to, { node: to, ports: to.definition?.ports.inputs, word: 'input' }, problems);
    const first = to.definition && Object.keys(to.definition.ports.inputs)[0];
    return [{ path, from, to, fromPort, toPort: toPort ?? first }];
  });
}

function nodeOf(end: DraftEnd, byId: ReadonlyMap<string, CheckedNode>, problems: ProblemList): CheckedNode | undefined {
  if (end.id === undefined) return undefined;
  const node = byId.get(end.id);
  if (node) return node;
  const suggestion = nearestName(end.id, byId.keys());
  const advice =
    suggestion === undefined
      ? `there are ${quoteAll([...byId.keys()], 8) || 'none'}`
      : `did you mean ${quote(suggestion)}?`;
  const message = `no node has the id ${quote(end.id)}: ${advice}`;
  problems.error({ code: 'unknown-id', path: end.path, message, suggestion });
  return undefined;
}

function faultOf({ from, to }: DraftConnection, seen: Set<string>) {
  if (from.id === to.id) {
    const message = `${quote(from.id)} is connected with itself: what it emits would come back to it for ever`;
    return { code: 'self-loop', message } as const;
  }
  const key = JSON.stringify([from.id, from.port, to.id, to.port]);
  if (!seen.has(key)) {
    seen.add(key);
    return undefined;
  }
  const message = `the connection from ${quote(from.id)} to ${quote(to.id)} is there twice: everything would arrive twice`;
  return { code: 'duplicate-connection', message } as const;
}

interface Side {
  readonly node: CheckedNode;
  readonly ports: Ports | undefined;
  readonly word: 'input' | 'output';
}

function portOf({ port, portPath }: DraftEnd, { node, ports, word }: Side, problems: ProblemList): string | undefined {
  if (ports === undefined) return undefined;
  const names = Object.keys(ports);
  if (port === undefined || Object.hasOwn(ports, port)) return port;
  const suggestion = nearestName(port, names);
  const known = names.length === 0 ? 'it has none' : `it has ${quoteAll(names)}`;
  const message = `${quote(node.id)} (${node.definition?.type}) has no ${word} ${quote(port)}: ${known}`;
  problems.error({ code: 'unknown-port', path: portPath, message, suggestion });
  return undefined;
}
