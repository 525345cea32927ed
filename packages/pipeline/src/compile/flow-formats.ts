import { SdkError } from '@remotemedia/base';
import type { DataKind } from '../data/runtime-data.ts';
import type { Path, ProblemList } from '../manifest/problem-list.ts';
import { quote } from '../manifest/quote.ts';
import type { KnownFormat } from '../node/node-definition.ts';
import type { CheckedConnection } from './check-connections.ts';
import type { CheckedNode } from './check-nodes.ts';

const UNKNOWN: KnownFormat = { sampleRate: undefined, channelCount: undefined };

/** Sound that comes to a node. */
interface Arrival {
  readonly format: KnownFormat;
  /** Where it comes from; empty for outside. */
  readonly from: string;
  readonly path: Path;
}

/** What {@link flowFormats} goes by. */
export interface FlowFormatsOptions {
  /** Givers first. */
  readonly ordered: readonly CheckedNode[];
  readonly connections: readonly CheckedConnection[];
  /** What each connection can carry. */
  readonly carried: ReadonlyMap<CheckedConnection, ReadonlySet<DataKind>>;
  /** The sound that comes from outside. */
  readonly input: KnownFormat;
  readonly problems: ProblemList;
}

/** Follows the format of sound from the entries to the exits, and tells where it is not what a node can take. */
export function flowFormats({ ordered, connections, carried, input, problems }: FlowFormatsOptions): void {
  const leaving = new Map<CheckedNode, KnownFormat>();
  for (const node of ordered) {
    const incoming = connections.filter(({ to }) => to === node);
    const arrivals =
      incoming.length === 0
        ? [{ format: input, from: '', path: ['nodes', node.index] }]
        : incoming
            .filter((connection) => carried.get(connection)?.has('audio'))
            .map(({ from, path }) => ({ format: leaving.get(from) ?? UNKNOWN, from: from.id, path }));
    leaving.set(node, formatAfter(node, arrivals, problems));
  }
}

/** The format of what a node emits, as far as it can be known. */
function formatAfter(node: CheckedNode, arrivals: readonly Arrival[], problems: ProblemList): KnownFormat {
  const { definition } = node;
  if (!definition || !handlesSound(node)) return UNKNOWN;
  const outputs = arrivals.map((arrival) => outputFor(node, arrival, problems));
  const known = outputs.filter((format) => format !== undefined);
  reportMixedRates(node, arrivals, known, problems);
  return {
    sampleRate: common(known.map(({ sampleRate }) => sampleRate)),
    channelCount: common(known.map(({ channelCount }) => channelCount)),
  };
}

function handlesSound({ definition }: CheckedNode): boolean {
  const ports = Object.values(definition?.ports.inputs ?? {});
  return ports.some((kinds) => typeof kinds === 'string' || kinds.includes('audio'));
}

/** What one arrival becomes; `undefined` when the node cannot take it. */
function outputFor(node: CheckedNode, { format, from, path }: Arrival, problems: ProblemList): KnownFormat | undefined {
  const { definition, params, id } = node;
  if (!definition?.audioFormat) return format;
  const became = tried(() => definition.audioFormat?.(params, format) ?? format);
  if (!('conflict' in became)) return became;
  const whence = from === '' ? '' : ` what comes from ${quote(from)}:`;
  const message = `${quote(id)} (${definition.type}) cannot take${whence || ' its input:'} ${became.conflict}`;
  problems.error({ code: 'format-conflict', path, message });
  return undefined;
}

/** A node of the application may throw. */
function tried<T>(work: () => T): T | { readonly conflict: string } {
  try {
    return work();
  } catch (caught) {
    return { conflict: SdkError.from(caught, 'unknown').detail };
  }
}

/** Sound at two rates at one node: blocks of both would alternate, and what comes out would be neither. */
function reportMixedRates(
  { index, id, definition }: CheckedNode,
  arrivals: readonly Arrival[],
  outputs: readonly KnownFormat[],
  problems: ProblemList,
): void {
  const [first, ...others] = arrivals.filter(({ format }) => format.sampleRate !== undefined);
  const other = others.find(({ format }) => format.sampleRate !== first?.format.sampleRate);
  if (!first || !other || !definition || common(outputs.map(({ sampleRate }) => sampleRate)) !== undefined) return;
  // What hands everything on mixes nothing.
  const isMixing = Object.values(definition.ports.outputs).some((kinds) => kinds !== 'same' && kinds.includes('audio'));
  if (!isMixing) return;
  const message =
    `${quote(id)} (${definition.type}) gets ${first.format.sampleRate} Hz from ${quote(first.from)} and ` +
    `${other.format.sampleRate} Hz from ${quote(other.from)}: put an AudioResample before one of them`;
  problems.error({ code: 'format-conflict', path: other.path.length > 0 ? other.path : ['nodes', index], message });
}

/** The value that all have; `undefined` when they differ, or one is not known. */
function common(values: readonly (number | undefined)[]): number | undefined {
  const [first] = values;
  return values.every((value) => value === first) ? first : undefined;
}
