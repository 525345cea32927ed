import { SdkError, systemClock } from '@remotemedia/base';
import { absoluteUrl } from '../assets/absolute-url.ts';
import { type AssetProgress, loadAssets } from '../assets/index.ts';
import { GraphClient } from '../hosts/graph-client.ts';
import type { GraphListener, HostedGraph } from '../hosts/hosted-graph.ts';
import { InlineGraph } from '../hosts/inline/inline-graph.ts';
import { threadHost, threadStarter } from '../hosts/start-thread.ts';
import type { HostName } from '../node/node-definition.ts';
import type { GraphPlan } from '../plan/graph-plan.ts';
import type { NodeRegistry } from '../registry/node-registry.ts';
import { callListener } from './call-listener.ts';
import type { RunnerOptions } from './runner-options.ts';
import type { SessionOptions } from './session-options.ts';

/** What a graph is opened of. */
export interface OpenGraph {
  readonly plan: GraphPlan;
  readonly registry: NodeRegistry;
  readonly runner: RunnerOptions;
  readonly options: SessionOptions;
  readonly listener: GraphListener;
  readonly signal: AbortSignal;
}

/**
 * Chooses the host, loads what the nodes need, and opens the graph.
 *
 * @throws {SdkError} `failed-precondition` when a node cannot run in that host, and why anything could not be had or made
 */
export async function openGraph({
  plan,
  registry,
  runner,
  options,
  listener,
  signal,
}: OpenGraph): Promise<HostedGraph> {
  const host = hostOf(runner.host ?? 'auto');
  checkHosts(plan, registry, host);
  const nodeModules = (runner.nodeModules ?? []).map((url) => absoluteUrl(url, 'a module (nodeModules)').href);
  const find = (type: string) => registry.find(type);
  const { queue, callTimeoutMs, hangLimitMs } = options;
  const onProgress = (progress: AssetProgress) => callListener(options.onProgress, progress);
  const assets = await loadAssets({ plan, find, sources: runner.assets, signal, onProgress });
  const { clock = systemClock } = runner;
  if (host === 'inline') {
    return await InlineGraph.open({ plan, assets, queue, callTimeoutMs, definitions: find, listener, clock, signal });
  }
  const client = new GraphClient({
    host,
    start: threadStarter(runner.workerUrl),
    purpose: { message: { type: 'start', purpose: 'session' }, transfer: [] },
    listener,
    clock,
    hangLimitMs,
  });
  const onAbort = () => client.terminate(SdkError.from(signal.reason, 'cancelled'));
  signal.addEventListener('abort', onAbort, { once: true });
  try {
    await client.open({ plan, assets, queue, callTimeoutMs, nodeModules });
    return client;
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function hostOf(wanted: NonNullable<RunnerOptions['host']>): 'inline' | 'worker' | 'node' {
  if (wanted === 'inline') return 'inline';
  const here = threadHost();
  if (here && (wanted === 'auto' || wanted === here)) return here;
  const found = here === undefined ? 'there are no threads here' : `the threads here are of the kind '${here}'`;
  throw new SdkError('failed-precondition', `the host '${wanted}' is not to be had: ${found}; take 'auto' or 'inline'`);
}

function checkHosts(plan: GraphPlan, registry: NodeRegistry, host: HostName): void {
  for (const { id, type } of plan.nodes) {
    const hosts = registry.find(type)?.hosts;
    if (!hosts || hosts.includes(host)) continue;
    const detail = `node "${id}" (${type}) runs in ${hosts.join(', ')}, not in the host '${host}'`;
    throw new SdkError('failed-precondition', detail);
  }
}
