import { SdkError, type Undo } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { NodeState, PlanNode } from '../plan/graph-plan.ts';
import { EntryDoors, type EntryPoint } from './entry-doors.ts';
import { FrameHolds } from './frame-holds.ts';
import type { GraphStats, GraphWindow } from './graph-stats.ts';
import { RunNode } from './run-node.ts';
import type { GraphRunOptions } from './run-options.ts';
import { TapBoard, type TapListener } from './tap-board.ts';
import { type Wires, wire } from './wires.ts';

/** Items that may wait for one node. Source: upstream's router. */
const DEFAULT_CAPACITY = 16;

/** Longest asynchronous call, in ms. Source: upstream's scheduler. */
const DEFAULT_CALL_TIMEOUT_MS = 30_000;

/**
 * A plan at work, in whichever host: what is pushed goes through the nodes depth first, at once where they work at once.
 * Once the format of the sound is known, a push through realtime nodes allocates nothing and makes no promise.
 */
export class GraphRun {
  readonly #options: GraphRunOptions;
  readonly #nodes: readonly RunNode[];
  readonly #byId: ReadonlyMap<string, RunNode>;
  readonly #wires: ReadonlyMap<RunNode, Wires>;
  readonly #doors: EntryDoors;
  readonly #taps = new TapBoard();
  readonly #holds = new FrameHolds();
  readonly #full = new Set<RunNode>();
  readonly #startedMs: number;
  #roomWaiters: (() => void)[] = [];
  #inputs = 0;
  #outputs = 0;
  #underruns = 0;
  #closing: Promise<void> | undefined;

  /** Not for direct use: {@link openGraphRun} and {@link openRealtimeRun} make runs whose nodes are ready. */
  constructor(options: GraphRunOptions) {
    const { plan, now } = options;
    this.#options = options;
    this.#startedMs = now();
    this.#nodes = plan.nodes.map((node, index) => this.#makeNode(node, index + 1));
    this.#byId = new Map(this.#nodes.map((node) => [node.plan.id, node]));
    this.#wires = wire(this.#nodes);
    this.#doors = new EntryDoors(this.#nodes);
  }

  /** The nodes, receivers before givers: whoever emits while it is made finds somebody to take it. */
  get creationOrder(): readonly RunNode[] {
    return this.#nodes.toReversed();
  }

  /**
   * Pushes an item in: to every node that gets what comes from outside and takes this kind, or to the one that is named.
   * A video frame becomes the run's, in any case; an audio block is only used during the call.
   *
   * @returns nothing if more can come at once; else a promise of room (only with the policy `wait`)
   * @throws {SdkError} `not-found` for an unknown node or port, `invalid-argument` when nobody takes the kind,
   *   `failed-precondition` after close
   */
  push(item: RuntimeData, entry?: EntryPoint): void | Promise<void> {
    if (this.#closing) {
      this.#holds.discard(item);
      throw new SdkError('failed-precondition', 'the graph is closed');
    }
    this.#holds.hold(item);
    try {
      this.#inputs += 1;
      this.#doors.enter(item, entry);
    } finally {
      this.#holds.release(item);
    }
    if (this.#full.size === 0 || this.#policy !== 'wait') return;
    return new Promise((resolve) => this.#roomWaiters.push(resolve));
  }

  /** Lets every node emit what it holds back, givers before receivers; done when nothing waits any more. */
  async flush(): Promise<void> {
    for (const node of this.#nodes) {
      const done = node.flush();
      if (done) await done;
    }
  }

  /**
   * Gives a node other parameters.
   *
   * @param params all of them, checked
   * @returns nothing if that was at once
   * @throws {SdkError} `not-found` for an unknown node; why they were not taken: the node goes on with those it had
   */
  setParams(nodeId: string, params: Readonly<Record<string, unknown>>): void | Promise<void> {
    return this.#find(nodeId).setParams(params);
  }

  /** Enables a node, has it handed over, or silences it. @throws {SdkError} `not-found` for an unknown node */
  setNodeState(nodeId: string, state: NodeState): void {
    this.#find(nodeId).state = state;
  }

  /** Whether a node works. @throws {SdkError} `not-found` for an unknown node */
  nodeState(nodeId: string): NodeState {
    return this.#find(nodeId).state;
  }

  /**
   * Shows a listener what a node emits. The items are borrowed: it copies what it keeps, and closes nothing.
   *
   * @param port only what is emitted there; `undefined` for all
   * @throws {SdkError} `not-found` for an unknown node
   */
  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo {
    return this.#taps.add(this.#find(nodeId), port, listener);
  }

  /** Has a node forget what waits for it and what it has in hand. @throws {SdkError} `not-found` for an unknown node */
  interrupt(nodeId: string): void {
    this.#find(nodeId).interrupt();
  }

  /** The host had to go on without output in time. */
  countUnderrun(): void {
    this.#underruns += 1;
  }

  /** What it did so far. */
  stats(): GraphStats {
    return {
      host: this.#options.host,
      runningMs: this.#options.now() - this.#startedMs,
      inputs: this.#inputs,
      outputs: this.#outputs,
      underruns: this.#underruns,
      nodes: this.#nodes.map((node) => node.stats()),
    };
  }

  /** What each node did since the last call. */
  takeWindow(): GraphWindow {
    return Object.fromEntries(this.#nodes.map((node) => [node.plan.id, node.meter.takeWindow()]));
  }

  /** Ends it: what waits is given up, every node is closed. Idempotent; never rejects. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  get #policy() {
    return this.#options.queue?.policy ?? 'wait';
  }

  #makeNode(node: PlanNode, place: number): RunNode {
    const { definitions, host, assets, now, after, queue, callTimeoutMs, atWork } = this.#options;
    const definition = definitions(node.type);
    if (!definition) {
      const detail = `node "${node.id}" has the type ${node.type}, which is not known in the ${host} host`;
      throw new SdkError('not-found', `${detail}: give the module that provides it as nodeModules`);
    }
    const surroundings = {
      holds: this.#holds,
      capacity: queue?.capacity ?? DEFAULT_CAPACITY,
      policy: this.#policy,
      callTimeoutMs: callTimeoutMs ?? DEFAULT_CALL_TIMEOUT_MS,
      now,
      after: after ?? (() => () => {}),
      noteAtWork: (at: number) => note(atWork, at),
      route: (from: RunNode, item: RuntimeData, port: string) => this.#route(from, item, port),
      fault: (from: RunNode, error: SdkError) => this.#fault(from, error),
      isHeldBack: (from: RunNode) => this.#isHeldBack(from),
      fullness: (from: RunNode, isFull: boolean) => this.#onFullness(from, isFull),
    };
    return new RunNode(node, definition, surroundings, { host, assets, now, place });
  }

  #find(nodeId: string): RunNode {
    const node = this.#byId.get(nodeId);
    if (node) return node;
    throw new SdkError(
      'not-found',
      `the pipeline has no node "${nodeId}"; it has ${[...this.#byId.keys()].join(', ')}`,
    );
  }

  #route(from: RunNode, item: RuntimeData, port: string): void {
    if (from.state === 'disabled') {
      this.#holds.discard(item);
      return;
    }
    const { now } = this.#options;
    this.#holds.hold(item);
    from.meter.emitBegins(item, now());
    this.#show(from, item, port);
    this.#wires.get(from)?.carry(item, port);
    if (from.plan.isExit) this.#output(from, this.#holds.give(item), port);
    else this.#holds.release(item);
    from.meter.emitEnds(now());
  }

  #show(from: RunNode, item: RuntimeData, port: string): void {
    try {
      this.#taps.show(from, item, port);
    } catch (error) {
      this.#undelivered(from, error);
    }
  }

  #output(from: RunNode, item: RuntimeData, port: string): void {
    this.#outputs += 1;
    try {
      this.#options.onOutput(item, from.plan.id, port);
    } catch (error) {
      this.#undelivered(from, error);
    }
  }

  /** A listener outside threw: the item is lost for it, and the node has nothing to do with it. */
  #undelivered(from: RunNode, cause: unknown): void {
    const { plan } = from;
    const { code, detail } = SdkError.from(cause, 'internal');
    const error = new SdkError(code, `what node "${plan.id}" (${plan.type}) emitted was not delivered: ${detail}`, {
      cause,
    });
    this.#fault(from, error);
  }

  #fault({ plan, meter }: RunNode, error: SdkError): void {
    const count = meter.faultGate.count(this.#options.now());
    if (count === 0) return;
    this.#options.onFault({ nodeId: plan.id, nodeType: plan.type, error, ...(count > 1 && { count }) });
  }

  #isHeldBack(node: RunNode): boolean {
    if (this.#full.size === 0 || this.#policy !== 'wait') return false;
    for (const full of this.#full) if (this.#wires.get(full)?.givers.has(node)) return true;
    return false;
  }

  #onFullness(node: RunNode, isFull: boolean): void {
    if (isFull) {
      this.#full.add(node);
      return;
    }
    this.#full.delete(node);
    for (const giver of this.#wires.get(node)?.givers ?? []) giver.pump();
    if (this.#full.size > 0) return;
    const waiters = this.#roomWaiters;
    this.#roomWaiters = [];
    for (const resolve of waiters) resolve();
  }

  async #close(): Promise<void> {
    for (const node of this.#nodes) node.abort();
    await Promise.all(this.#nodes.map((node) => node.close()));
    this.#taps.clear();
  }
}

function note(atWork: Int32Array | undefined, place: number): number {
  if (!atWork) return 0;
  const before = atWork[0] ?? 0;
  atWork[0] = place;
  return before;
}
