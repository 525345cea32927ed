import type { DataKind } from '../data/runtime-data.ts';
import type { ProblemList } from '../manifest/problem-list.ts';
import { quote } from '../manifest/quote.ts';
import type { CheckedConnection } from './check-connections.ts';
import type { CheckedNode } from './check-nodes.ts';
import { ALL_KINDS, accepted, givenBy, type Kinds, kindsOf, listed, named } from './port-kinds.ts';
import { reportEnds } from './report-ends.ts';

/** What {@link flowKinds} goes by. */
export interface FlowKindsOptions {
  /** Givers first. */
  readonly ordered: readonly CheckedNode[];
  readonly connections: readonly CheckedConnection[];
  /** What comes from outside; anything if absent. */
  readonly inputKinds: readonly DataKind[] | undefined;
  /** Of what something must come out; nothing needs to if absent. */
  readonly outputKinds: readonly DataKind[] | undefined;
  readonly problems: ProblemList;
}

/**
 * Follows kinds of data from the entries to the exits, and tells where what comes is not what is taken.
 *
 * @returns what each connection can carry
 */
export function flowKinds(options: FlowKindsOptions): ReadonlyMap<CheckedConnection, Kinds> {
  const { ordered, connections, inputKinds, problems } = options;
  const carried = new Map<CheckedConnection, Kinds>();
  const into = new Map(ordered.map((node) => [node, connections.filter(({ to }) => to === node)]));
  const outside: Kinds = inputKinds ? new Set(inputKinds) : ALL_KINDS;
  const done = new Map<CheckedNode, Kinds>();
  for (const node of ordered) {
    const incoming = into.get(node) ?? [];
    const arriving = new Set<DataKind>();
    if (incoming.length === 0) for (const kind of accepted(node, outside)) arriving.add(kind);
    for (const connection of incoming) {
      const kinds = carriedBy(connection, done, problems);
      carried.set(connection, kinds);
      for (const kind of kinds) arriving.add(kind);
    }
    done.set(node, arriving);
  }
  reportEnds(done, options);
  return carried;
}

/** What a connection carries: what is given there and taken here. Where that is nothing, it is told, and what is taken is assumed. */
function carriedBy(
  { path, from, to, fromPort, toPort }: CheckedConnection,
  done: ReadonlyMap<CheckedNode, Kinds>,
  problems: ProblemList,
): Kinds {
  const taken = to.definition
    ? kindsOf(toPort === undefined ? undefined : to.definition.ports.inputs[toPort], ALL_KINDS)
    : ALL_KINDS;
  const arrived = done.get(from);
  // In a cycle, and after a type that is not known, nobody can tell.
  const given = arrived === undefined ? ALL_KINDS : givenBy(from, fromPort, arrived);
  const kinds = new Set([...given].filter((kind) => taken.has(kind)));
  if (kinds.size > 0 || given.size === 0) return kinds;
  const gives = `gives ${listed(given)}${fromPort === undefined ? '' : ` at ${quote(fromPort)}`}`;
  const takes = taken.size === 0 ? 'takes nothing' : `takes ${listed(taken)}`;
  const message = `${named(from)} ${gives}, but ${named(to)} ${takes}`;
  problems.error({ code: 'port-mismatch', path, message });
  return taken;
}
