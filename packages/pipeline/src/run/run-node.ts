import { SdkError } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import type { AnyNodeDefinition, InputSource } from '../node/node-definition.ts';
import type { NodeState, PlanNode } from '../plan/graph-plan.ts';
import type { NodeStats } from './graph-stats.ts';
import { type ItemJob, isItemJob, type WorkJob } from './job-queue.ts';
import { firstOutputOf, LiveNode, type LiveNodeParts, nodeError } from './live-node.ts';
import { NodeInbox } from './node-inbox.ts';
import { NodeMeter } from './node-meter.ts';
import type { NodeSurroundings } from './node-surroundings.ts';
import { ParamChanges } from './param-changes.ts';
import { type CallEnd, PendingCall, within } from './pending-call.ts';

/** How long a closing node is waited for, in ms: first for its running call, then for its `close`. */
const CLOSE_TIMEOUT_MS = 1_000;

/** What the graph says of a node. */
export type SharedParts = Pick<LiveNodeParts, 'host' | 'assets' | 'now' | 'place'>;

/** One node of a graph at work: calls it, one call at a time, and keeps what comes meanwhile. */
export class RunNode {
  readonly plan: PlanNode;
  readonly meter: NodeMeter;
  /** Whether it works. @default 'enabled' */
  state: NodeState = 'enabled';
  readonly #around: NodeSurroundings<RunNode>;
  readonly #parts: LiveNodeParts;
  readonly #isRealtime: boolean;
  readonly #firstPort: string;
  readonly #inbox: NodeInbox;
  readonly #changes: ParamChanges;
  #params: Readonly<Record<string, unknown>>;
  #live: LiveNode | undefined;
  #call: PendingCall | undefined;
  #isAtWork = false;
  #isPumping = false;
  #isClosed = false;

  constructor(plan: PlanNode, definition: AnyNodeDefinition, around: NodeSurroundings<RunNode>, shared: SharedParts) {
    this.plan = plan;
    this.meter = new NodeMeter(around.now());
    this.#around = around;
    this.#params = plan.params;
    this.#isRealtime = definition.isRealtime === true;
    this.#firstPort = firstOutputOf(definition);
    this.#inbox = new NodeInbox({
      holds: around.holds,
      capacity: around.capacity,
      policy: around.policy,
      onDrop: () => {
        this.meter.dropped += 1;
      },
      onFullness: (isFull) => around.fullness(this, isFull),
    });
    this.#changes = new ParamChanges((params, isWanted) => this.#change(params, isWanted), around);
    const emit = (item: RuntimeData, port: string) => this.#emit(item, port);
    const discard = (item: RuntimeData) => around.holds.discard(item);
    const failed = (what: string, error: unknown) => this.#failed(what, error);
    this.#parts = { ...shared, id: plan.id, definition, emit, discard, failed };
  }

  /** What it is. */
  get definition(): AnyNodeDefinition {
    return this.#parts.definition;
  }

  /** Makes the instance. @throws {SdkError} what `create` threw, with the node named */
  start(): void | Promise<void> {
    const made = LiveNode.make(this.#parts, this.#params);
    if (made instanceof Promise) return made.then((live) => this.#begin(live));
    return this.#begin(made);
  }

  /** Takes an item that is only borrowed: what has to wait is held, sound is copied. */
  receive(item: RuntimeData, source: InputSource): void {
    if (this.#isClosed) return;
    this.meter.input(this.#around.now());
    if (this.state !== 'enabled') {
      if (this.state === 'bypass') this.#around.route(this, item, this.#firstPort);
      return;
    }
    const isFree = this.#inbox.isEmpty && this.#isFree();
    // Only a realtime node that is called now is done with a block when the call returns.
    const kept = item.kind === 'audio' && !(isFree && this.#isRealtime) ? item.copy() : item;
    if (isFree) this.#process(kept, source);
    else this.#inbox.keep(kept, source);
  }

  /** Calls `flush` when everything before it is done. @returns nothing if that was at once */
  flush(): void | Promise<void> {
    if (this.#isClosed || (this.#inbox.isEmpty && this.#isFree() && !this.#live?.instance.flush)) return;
    return new Promise((resolve) => {
      const work = () => (this.state === 'enabled' ? this.#live?.instance.flush?.() : undefined);
      const settle = (error?: unknown) => {
        if (error !== undefined) this.#failed('failed to flush', error);
        resolve();
      };
      this.#inbox.add({ work, settle }, 'last');
      this.pump();
    });
  }

  /**
   * Gives it other parameters, between two calls. A node that cannot change them is made anew; the old one works until
   * the new one is ready.
   *
   * @param params all of them
   * @throws {SdkError} why they were not taken; the node goes on with those it had
   */
  setParams(params: Readonly<Record<string, unknown>>): void | Promise<void> {
    return this.#changes.ask(params);
  }

  /** Somebody interrupted: forgets what waits and what is in flight. */
  interrupt(): void {
    this.#inbox.dropItems();
    this.#live?.reset();
    if (this.#call) this.#call.isCancelled = true;
  }

  /** Works off what waits, as far as that can be. */
  pump(): void {
    if (this.#isPumping) return;
    this.#isPumping = true;
    while (!this.#inbox.isEmpty && this.#isFree()) {
      const job = this.#inbox.take();
      if (job && isItemJob(job)) this.#runItem(job);
      else if (job) this.#runWork(job);
    }
    this.#isPumping = false;
  }

  /** What it did so far. */
  stats(): NodeStats {
    return this.meter.stats(this.plan, this.state, this.#inbox, this.#around.now());
  }

  /** Aborts the context's signal and gives up what waits. {@link RunNode.close} does the rest. */
  abort(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#live?.abort();
    const closed = new SdkError('aborted', 'the graph is closed');
    this.#changes.close(closed);
    this.#inbox.empty(closed);
  }

  /** Closes the instance once its running call is over, or does not end in a second. Never throws. */
  async close(): Promise<void> {
    this.abort();
    const { after } = this.#around;
    const live = this.#live;
    this.#live = undefined;
    try {
      if (this.#call) await within(CLOSE_TIMEOUT_MS, this.#call.ended, after);
      this.#call?.abandon();
      if (live) await within(CLOSE_TIMEOUT_MS, live.close(), after);
    } catch (error) {
      this.#failed('failed to close', error);
    }
  }

  #isFree(): boolean {
    return !this.#isAtWork && this.#call === undefined && !this.#around.isHeldBack(this);
  }

  #process(item: RuntimeData, source: InputSource): void {
    const live = this.#live;
    if (!live) {
      this.meter.dropped += 1;
      return;
    }
    this.meter.callBegins(this.#around.now());
    this.#isAtWork = true;
    const before = this.#around.noteAtWork(this.#parts.place);
    try {
      const pending = live.instance.process(item, source);
      if (pending instanceof Promise) this.#followItem(pending, item);
      else this.meter.callEnds(this.#around.now());
    } catch (error) {
      this.meter.callEnds(this.#around.now());
      this.#failed('failed', error);
    }
    this.#around.noteAtWork(before);
    this.#isAtWork = false;
    if (!this.#inbox.isEmpty) this.pump();
  }

  #followItem(pending: Promise<void>, item: RuntimeData): void {
    this.#around.holds.hold(item);
    this.#follow(pending, (end) => {
      this.#around.holds.release(item);
      this.meter.callEnds(this.#around.now());
      if (end.kind === 'failed') this.#failed('failed', end.error);
      if (end.kind === 'late') this.#remake(end.error);
    });
  }

  #runItem({ item, source }: ItemJob): void {
    if (this.state === 'enabled') this.#process(item, source);
    else if (this.state === 'bypass') this.#around.route(this, item, this.#firstPort);
    this.#around.holds.release(item);
    // Only now: whoever was held back may send the next item at once, and this one goes first.
    this.#inbox.tellFullness();
  }

  #runWork({ work, settle }: WorkJob): void {
    this.#isAtWork = true;
    try {
      const pending = work();
      if (pending instanceof Promise) this.#follow(pending, (end) => this.#endWork(end, settle));
      else settle();
    } catch (error) {
      settle(error);
    }
    this.#isAtWork = false;
  }

  #endWork(end: CallEnd, settle: WorkJob['settle']): void {
    settle(end.kind === 'done' ? undefined : end.error);
    if (end.kind === 'late') this.#remake();
  }

  #follow(pending: Promise<void>, onEnd: (end: CallEnd) => void): void {
    const { callTimeoutMs, after } = this.#around;
    this.#call = new PendingCall(pending, callTimeoutMs, after, (end) => {
      this.#call = undefined;
      onEnd(end);
      this.pump();
    });
  }

  /** The instance hangs: another one takes its place. One that cannot be made in time is not tried again. */
  #remake(why?: unknown): void {
    if (this.#isClosed) return;
    if (why !== undefined) this.#failed('hangs', why);
    const hung = this.#live;
    if (!hung) return;
    this.#live = undefined;
    hung.retire();
    const work = async () => this.#begin(await LiveNode.make(this.#parts, this.#params));
    const settle = (error?: unknown) => {
      if (error !== undefined) this.#failed('is out of work', error);
    };
    this.#inbox.add({ work, settle }, 'first');
  }

  #begin(live: LiveNode): void {
    if (!this.#isClosed && !this.#live) this.#live = live;
    else live.retire();
  }

  #change(params: Readonly<Record<string, unknown>>, isWanted: () => boolean): void | Promise<void> {
    if (this.#live?.instance.update) return this.#between(() => this.#update(params));
    const put = (fresh: LiveNode) => {
      if (isWanted()) return this.#between(() => this.#replace(fresh, params));
      return fresh.retire();
    };
    const made = LiveNode.make(this.#parts, params);
    return made instanceof Promise ? made.then(put) : put(made);
  }

  #update(params: Readonly<Record<string, unknown>>): void {
    try {
      this.#live?.update(params);
      this.#params = params;
    } catch (error) {
      throw nodeError(this.#parts, 'refuses the parameters', error);
    }
  }

  #replace(fresh: LiveNode, params: Readonly<Record<string, unknown>>): void {
    const old = this.#live;
    this.#live = undefined;
    this.#params = params;
    this.#begin(fresh);
    old?.retire();
  }

  /** Does something between two calls: now, or before everything that waits. */
  #between(work: () => void): void | Promise<void> {
    if (this.#isClosed || (!this.#isAtWork && !this.#call)) return work();
    return new Promise((resolve, reject) => {
      const settle = (error?: unknown) => (error === undefined ? resolve() : reject(error));
      this.#inbox.add({ work, settle }, 'first');
    });
  }

  #emit(item: RuntimeData, port: string): void {
    if (this.#call?.isCancelled) this.#around.holds.discard(item);
    else this.#around.route(this, item, port);
  }

  #failed(what: string, error: unknown): void {
    if (this.#isClosed && what !== 'failed to close') return;
    this.meter.faults += 1;
    this.#around.fault(this, nodeError(this.#parts, what, error));
  }
}
