import { type Clock, SdkError, SerialQueue, type Undo } from '@remotemedia/base';
import type { JsonValue } from '../../../data/json-value.ts';
import type { GraphClient } from '../../../hosts/graph-client.ts';
import type { GraphListener } from '../../../hosts/hosted-graph.ts';
import type { GraphPlan, NodeState } from '../../../plan/graph-plan.ts';
import type { TapListener } from '../../../run/index.ts';
import type { Line } from '../line/line.ts';
import type { GraphWorker } from './graph-worker.ts';
import type { VideoGraph } from './video-graph.ts';

/** Pauses before a graph that died is opened again, in ms. After the last one it stays dead until a swap. */
const PAUSES_MS = [0, 500, 2000, 5000];

/** What a {@link GraphKeeper} needs. */
export interface GraphKeeperOptions {
  /** Opens a graph. */
  readonly open: (plan: GraphPlan, listener: GraphListener) => Promise<VideoGraph>;
  readonly worker: GraphWorker;
  readonly line: Line;
  readonly listener: Pick<GraphListener, 'onOutput' | 'onFault'>;
  readonly clock: Clock;
  /** Why there will never be a graph, if so. */
  readonly loss: SdkError | undefined;
}

/** A tap that lasts over graphs. */
interface KeptTap {
  readonly nodeId: string;
  readonly port: string | undefined;
  readonly listener: TapListener;
  undo: Undo;
}

/** Sees to it that a line has a graph: opens it, changes it for another one, and opens it again when it dies. */
export class GraphKeeper {
  readonly #options: GraphKeeperOptions;
  readonly #turns = new SerialQueue();
  readonly #taps = new Set<KeptTap>();
  readonly #params = new Map<string, Readonly<Record<string, JsonValue | undefined>>>();
  readonly #states = new Map<string, NodeState>();
  #plan: GraphPlan | undefined;
  #client: GraphClient | undefined;
  /** Why there is no graph. */
  #loss: SdkError | undefined;
  #why: SdkError | undefined;
  #tries = 0;
  #stopTimer: Undo | undefined;
  #isClosed = false;

  constructor(options: GraphKeeperOptions) {
    this.#options = options;
    this.#loss = options.loss;
  }

  /**
   * Has pictures go through another graph from its first picture on.
   *
   * @throws {SdkError} why it could not be opened; the one before goes on then
   */
  swap(plan: GraphPlan): Promise<void> {
    return this.#turns.run(async () => {
      this.#stopTimer?.();
      const graph = await this.#open(plan);
      this.#plan = plan;
      this.#params.clear();
      this.#states.clear();
      await this.#use(graph);
      this.#tries = 0;
    });
  }

  /** The graph. @throws {SdkError} `unavailable` while there is none, `failed-precondition` after close */
  use(): GraphClient {
    if (this.#client) return this.#client;
    throw this.#loss ?? this.#why ?? closed();
  }

  /** Gives a node other parameters, which last if the graph has to be opened again. */
  async setParams(nodeId: string, params: Readonly<Record<string, JsonValue | undefined>>): Promise<void> {
    await this.use().setParams(nodeId, params);
    this.#params.set(nodeId, params);
  }

  /** Changes a node's state, which lasts if the graph has to be opened again. */
  async setNodeState(nodeId: string, state: NodeState): Promise<void> {
    await this.use().setNodeState(nodeId, state);
    this.#states.set(nodeId, state);
  }

  /** Shows what a node emits, of this graph and of those that follow. */
  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo {
    const tap: KeptTap = { nodeId, port, listener, undo: () => {} };
    this.#taps.add(tap);
    tap.undo = this.#client?.tap(nodeId, port, listener) ?? tap.undo;
    return () => {
      this.#taps.delete(tap);
      tap.undo();
    };
  }

  /** Finds out whether the thread still lives: one that gives no sign of life is given up. */
  suspect(): void {
    this.#client?.stats().catch(() => {});
  }

  /** Pictures come out again. */
  recovered(): void {
    this.#tries = 0;
  }

  /** Ends the graph; whoever waits for it hears why. Idempotent. */
  async close(why: SdkError = closed()): Promise<void> {
    this.#isClosed = true;
    this.#why ??= why;
    this.#stopTimer?.();
    this.#loss = undefined;
    const client = this.#client;
    this.#client = undefined;
    await client?.close();
    this.#options.worker.terminate(why);
  }

  async #open(plan: GraphPlan): Promise<VideoGraph> {
    const { listener, open } = this.#options;
    let client: GraphClient | undefined;
    const graph = await open(plan, {
      ...listener,
      onDeath: (error) => {
        if (client && client === this.#client) this.#lose(error);
      },
    });
    client = graph.client;
    if (!this.#isClosed) return graph;
    await client.close();
    graph.frames.close();
    throw this.#why ?? closed();
  }

  async #use({ client, frames }: VideoGraph): Promise<void> {
    const before = this.#client;
    this.#client = client;
    this.#loss = undefined;
    for (const tap of this.#taps) {
      tap.undo();
      tap.undo = client.tap(tap.nodeId, tap.port, tap.listener);
    }
    await this.#options.line.setGraph(frames);
    await before?.close();
  }

  #lose(error: SdkError): void {
    const { worker, line, listener, clock } = this.#options;
    this.#client = undefined;
    this.#loss = error;
    // It may be at work on what it will never finish.
    worker.terminate(error);
    line.loseGraph();
    listener.onFault({ nodeId: '', nodeType: '', error });
    const pauseMs = PAUSES_MS[this.#tries];
    this.#tries += 1;
    if (pauseMs === undefined) return;
    this.#stopTimer = clock.after(pauseMs, () => void this.#turns.run(() => this.#restart()));
  }

  async #restart(): Promise<void> {
    if (this.#isClosed || this.#client || !this.#plan) return;
    try {
      const graph = await this.#open(this.#changedPlan(this.#plan));
      for (const [nodeId, state] of this.#states) await graph.client.setNodeState(nodeId, state);
      await this.#use(graph);
    } catch (error) {
      if (!this.#isClosed) this.#lose(SdkError.from(error, 'unavailable'));
    }
  }

  /** The plan with the parameters that were set since. */
  #changedPlan(plan: GraphPlan): GraphPlan {
    return {
      ...plan,
      nodes: plan.nodes.map((node) => ({ ...node, params: this.#params.get(node.id) ?? node.params })),
    };
  }
}

function closed(): SdkError {
  return new SdkError('failed-precondition', 'the pipeline of this track is closed');
}
