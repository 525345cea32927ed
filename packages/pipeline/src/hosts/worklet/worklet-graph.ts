import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import type { Asset } from '../../node/node-definition.ts';
import type { GraphPlan, NodeState } from '../../plan/graph-plan.ts';
import type { EntryPoint, GraphStats, GraphWindow, TapListener } from '../../run/index.ts';
import { GraphClient } from '../graph-client.ts';
import type { GraphListener, HostedGraph, OpenGraphOptions } from '../hosted-graph.ts';
import { threadStarter } from '../start-thread.ts';
import type { FindDefinition } from './split/sound-exits.ts';
import { type PlanSplit, splitPlan } from './split/split-plan.ts';
import type { WorkletHost } from './worklet-host.ts';

/** How late the sound of a worker may be without a gap, in ms: as long as one of its blocks. */
const WORKER_LEAD_MS = 20;

/** What a {@link WorkletGraph} is made of. */
export interface WorkletGraphOptions extends Omit<OpenGraphOptions, 'queue'> {
  /** Finds what a type is. */
  readonly find: FindDefinition;
  /** Whom it tells. */
  readonly listener: GraphListener;
  /** The sample rate that the graph wants its input in, in Hz. @default that of the context */
  readonly inputRate?: number | undefined;
  /** The worker's file, if not where the build put it. */
  readonly workerUrl?: URL | string | undefined;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/** A graph between the inputs and outputs of a {@link WorkletHost}: on the audio thread as far as that can be. */
export class WorkletGraph implements HostedGraph {
  readonly host: 'worklet' | 'worker';
  /** Fulfils when its sound is heard; rejects when the host is closed before. */
  readonly swapped: Promise<void>;
  readonly #plan: GraphPlan;
  readonly #thread: GraphClient;
  readonly #worker: GraphClient | undefined;
  readonly #inWorker: ReadonlySet<string>;

  private constructor(plan: GraphPlan, split: PlanSplit, clients: Clients, swapped: Promise<void>) {
    this.host = split.soundFrom === 'worker' ? 'worker' : 'worklet';
    this.swapped = swapped;
    this.#plan = plan;
    this.#thread = clients.thread;
    this.#worker = clients.worker;
    this.#inWorker = new Set(split.worker?.nodes.map(({ id }) => id));
  }

  /**
   * Makes the nodes. The graph takes over from the one that is at work in the host; whoever opens it closes the old one
   * after `swapped`.
   *
   * @throws {SdkError} why not; nothing is left behind
   */
  static async open(host: WorkletHost, options: WorkletGraphOptions): Promise<WorkletGraph> {
    const { plan, assets, nodeModules, find, callTimeoutMs, inputRate } = options;
    const split = splitPlan(plan, find);
    const sound = split.worker && new MessageChannel();
    const worker = sound && startWorker(split, sound.port2, options);
    const leadMs = split.soundFrom === 'worker' ? WORKER_LEAD_MS : 0;
    const lane = host.openLane({ exits: split.exits, leadMs, bridge: sound?.port1, inputRate });
    try {
      // The worker first: what the audio thread sends must find somebody.
      if (split.worker) {
        const queue = { policy: 'drop-oldest' } as const;
        await worker?.open({
          plan: split.worker,
          assets: assetsOf(split.worker, assets),
          nodeModules,
          queue,
          callTimeoutMs,
        });
      }
      const { listener, clock } = options;
      // A context that is suspended answers nobody, and does not hang for that.
      const hangLimitMs = Number.POSITIVE_INFINITY;
      const thread = new GraphClient({ host: 'worklet', start: lane.start, listener, clock, hangLimitMs });
      await thread.open({ plan: split.thread, assets: assetsOf(split.thread, assets), nodeModules: [] });
      return new WorkletGraph(plan, split, { thread, worker }, lane.swapped);
    } catch (error) {
      worker?.terminate(SdkError.from(error, 'internal'));
      throw error;
    }
  }

  push(item: RuntimeData, entry?: EntryPoint): Promise<void> {
    return this.#clientOf(entry?.nodeId).push(item, entry);
  }

  async flush(): Promise<void> {
    await this.#thread.flush();
    await ifAlive(this.#worker?.flush());
  }

  setParams(nodeId: string, params: Readonly<Record<string, JsonValue | undefined>>): Promise<void> {
    return this.#clientOf(nodeId).setParams(nodeId, params);
  }

  setNodeState(nodeId: string, state: NodeState): Promise<void> {
    return this.#clientOf(nodeId).setNodeState(nodeId, state);
  }

  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo {
    return this.#clientOf(nodeId).tap(nodeId, port, listener);
  }

  interrupt(nodeId: string): Promise<void> {
    return this.#clientOf(nodeId).interrupt(nodeId);
  }

  async stats(): Promise<GraphStats> {
    const [thread, worker] = await Promise.all([this.#thread.stats(), ifAlive(this.#worker?.stats())]);
    const nodes = new Map([...thread.nodes, ...(worker?.nodes ?? [])].map((node) => [node.id, node]));
    return {
      ...thread,
      host: this.host,
      outputs: thread.outputs + (worker?.outputs ?? 0),
      underruns: thread.underruns + (worker?.underruns ?? 0),
      nodes: this.#plan.nodes.flatMap(({ id }) => nodes.get(id) ?? []),
    };
  }

  async takeWindow(): Promise<GraphWindow> {
    const windows = await Promise.all([this.#thread.takeWindow(), ifAlive(this.#worker?.takeWindow())]);
    const nodes = windows.flatMap((window) => Object.entries(window ?? {}));
    return Object.fromEntries(nodes.filter(([id]) => this.#plan.nodes.some((node) => node.id === id)));
  }

  async close(options?: { readonly drain?: boolean | undefined }): Promise<void> {
    await Promise.all([this.#thread.close(options), this.#worker?.close(options)]);
  }

  #clientOf(nodeId: string | undefined): GraphClient {
    return nodeId !== undefined && this.#inWorker.has(nodeId) && this.#worker ? this.#worker : this.#thread;
  }
}

interface Clients {
  readonly thread: GraphClient;
  readonly worker: GraphClient | undefined;
}

function startWorker(split: PlanSplit, sound: MessagePort, options: WorkletGraphOptions): GraphClient {
  const { workerUrl, listener, clock } = options;
  const isSideBranch = split.soundFrom === 'thread';
  const [first] = split.worker?.nodes ?? [];
  // The sound of a call goes on without what is only told beside it.
  const onDeath = (error: SdkError) =>
    isSideBranch
      ? listener.onFault({ nodeId: first?.id ?? '', nodeType: first?.type ?? '', error })
      : listener.onDeath(error);
  const exits = isSideBranch ? [] : split.exits;
  return new GraphClient({
    host: 'worker',
    start: threadStarter(workerUrl),
    listener: { ...listener, onDeath },
    purpose: { message: { type: 'start', purpose: 'sound', sound, exits }, transfer: [sound] },
    clock,
  });
}

/** A side branch may be lost while the sound goes on. */
function ifAlive<T>(asked: Promise<T> | undefined): Promise<T | undefined> {
  return asked ? asked.catch(() => undefined) : Promise.resolve(undefined);
}

/** Each half gets the files of its own nodes: a module may be large. */
function assetsOf(plan: GraphPlan, assets: Readonly<Record<string, Asset>>): Readonly<Record<string, Asset>> {
  return Object.fromEntries(plan.assets.flatMap((name) => (assets[name] === undefined ? [] : [[name, assets[name]]])));
}
