import type { DataKind } from '../data/runtime-data.ts';
import type { Draft } from '../manifest/draft.ts';
import type { Manifest } from '../manifest/manifest.ts';
import { ManifestError } from '../manifest/manifest-error.ts';
import type { ManifestProblem } from '../manifest/manifest-problem.ts';
import { ProblemList } from '../manifest/problem-list.ts';
import { quote } from '../manifest/quote.ts';
import { readManifest } from '../manifest/read-manifest.ts';
import { readSource } from '../manifest/read-source.ts';
import type { KnownFormat } from '../node/node-definition.ts';
import type { GraphPlan } from '../plan/graph-plan.ts';
import type { NodeRegistry } from '../registry/node-registry.ts';
import { type CheckedConnection, checkConnections } from './check-connections.ts';
import { type CheckedNode, checkNodes } from './check-nodes.ts';
import { countWays } from './count-ways.ts';
import { flowFormats } from './flow-formats.ts';
import { flowKinds } from './flow-kinds.ts';
import { makePlan } from './make-plan.ts';
import { orderNodes } from './order-nodes.ts';

/** A manifest in any form: text in YAML or JSON, or an object that was parsed or written in code. */
export type ManifestSource = string | Manifest;

/** What a manifest is checked against. */
export interface CheckOptions {
  /** The nodes that there are. */
  readonly registry: NodeRegistry;
  /** The sound that will come from outside, as far as it is known. @default nothing is known */
  readonly input?: KnownFormat;
  /** What will come from outside: `['audio']` for an audio track. @default anything may */
  readonly inputKinds?: readonly DataKind[];
  /** Of what something must come out: `['audio']` for an audio track. @default nothing needs to */
  readonly outputKinds?: readonly DataKind[];
}

/** What was found out about a manifest. */
export interface CheckedManifest {
  /** `undefined` when there is an error among the problems. */
  readonly plan: GraphPlan | undefined;
  /** All of them, in one pass, errors and warnings. */
  readonly problems: readonly ManifestProblem[];
}

/**
 * Checks a manifest and plans its graph. It never throws, whatever it is given, and takes bounded time and memory: it can
 * be called at each key stroke of an editor.
 *
 * @param source text in YAML or JSON, or an object; from anywhere
 */
export function checkManifest(source: unknown, options: CheckOptions): CheckedManifest {
  const problems = new ProblemList();
  const value = readSource(source, problems);
  const draft = value === undefined ? undefined : readManifest(value, problems);
  const plan = draft && planOf(draft, options, problems);
  return { plan: problems.hasErrors ? undefined : plan, problems: problems.list() };
}

/**
 * Plans the graph of a manifest.
 *
 * @throws {ManifestError} with all problems, when there is an error among them
 */
export function compileManifest(source: unknown, options: CheckOptions): GraphPlan {
  const { plan, problems } = checkManifest(source, options);
  if (!plan) throw new ManifestError(problems);
  return plan;
}

function planOf(
  draft: Draft,
  { registry, input, inputKinds, outputKinds }: CheckOptions,
  problems: ProblemList,
): GraphPlan {
  const nodes = checkNodes(draft.nodes, registry, problems);
  const connections = checkConnections(draft.connections, nodes, problems);
  warnOfIdle(nodes, connections, problems);
  const ordered = orderNodes(nodes, connections, problems);
  const carried = flowKinds({ ordered, connections, inputKinds, outputKinds, problems });
  countWays(ordered, carried, problems);
  const unknown = { sampleRate: undefined, channelCount: undefined };
  flowFormats({ ordered, connections, carried, input: input ?? unknown, problems });
  return makePlan(draft, ordered, connections);
}

/** Upstream takes manifests without nodes, and nodes without connections; mostly they were not meant. */
function warnOfIdle(
  nodes: readonly CheckedNode[],
  connections: readonly CheckedConnection[],
  problems: ProblemList,
): void {
  if (nodes.length === 0 && !problems.hasErrors) {
    const message = 'the pipeline has no nodes, so nothing comes out of it: one PassThrough hands everything on';
    problems.warning({ code: 'no-nodes', path: ['nodes'], message });
  }
  if (connections.length === 0) return;
  const connected = new Set(connections.flatMap(({ from, to }) => [from, to]));
  for (const node of nodes) {
    if (connected.has(node) || problems.hasErrors) continue;
    const message = `${quote(node.id)} has no connection: it gets the input of the pipeline, and what it emits is output`;
    problems.warning({ code: 'unconnected', path: ['nodes', node.index], message });
  }
}
