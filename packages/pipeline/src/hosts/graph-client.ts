import { type Clock, SdkError, systemClock, type Undo } from '@remotemedia/base';
import type { JsonValue } from '../data/json-value.ts';
import type { RuntimeData } from '../data/runtime-data.ts';
import { packData } from '../data/transfer/pack-data.ts';
import type { PackedData } from '../data/transfer/packed-data.ts';
import { unpackData } from '../data/transfer/unpack-data.ts';
import { videoPacking } from '../data/transfer/video-packing.ts';
import type { HostName } from '../node/node-definition.ts';
import type { NodeState } from '../plan/graph-plan.ts';
import type { EntryPoint, GraphStats, GraphWindow, TapListener } from '../run/index.ts';
import { AtWork } from './at-work.ts';
import type { GraphThread, StartThread } from './graph-thread.ts';
import type { GraphListener, HostedGraph, OpenGraphOptions } from './hosted-graph.ts';
import type { SeatMessage, SeatRequest, StartMessage } from './protocol.ts';
import { checkSeatMessage, unpackError } from './protocol-checks.ts';
import { Watchdog } from './watchdog.ts';

/** How long a thread may say nothing while it owes an answer, in ms. */
const HANG_LIMIT_MS = 10_000;

/** How a graph in a thread is opened. */
export interface GraphClientOptions {
  readonly host: HostName;
  readonly start: StartThread;
  readonly listener: GraphListener;
  /** What the thread is told first, and what goes with it. Not for the audio thread. */
  readonly purpose?: { readonly message: StartMessage; readonly transfer: Transferable[] } | undefined;
  readonly clock?: Clock | undefined;
  /** How long the thread may say nothing while it owes an answer, in ms. @default 10_000 */
  readonly hangLimitMs?: number | undefined;
}

/** A request that waits for its answer. */
interface Pending {
  readonly resolve: (report: GraphStats | GraphWindow | undefined) => void;
  readonly reject: (error: SdkError) => void;
}

type Unnumbered = SeatRequest extends infer R ? (R extends SeatRequest ? Omit<R, 'id'> : never) : never;

/** The page's half of a graph in a thread: numbers requests, hears what the seat says, notices when it is lost. */
export class GraphClient implements HostedGraph {
  readonly host: HostName;
  readonly #clock: Clock;
  readonly #hangLimitMs: number;
  readonly #listener: GraphListener;
  readonly #thread: GraphThread;
  readonly #watchdog: Watchdog;
  readonly #atWork = new AtWork();
  readonly #pending = new Map<number, Pending>();
  readonly #taps = new Map<number, TapListener>();
  #lastId = 0;
  #isReady = false;
  #end: SdkError | undefined;
  #closing: Promise<void> | undefined;

  /** Starts the thread. Then comes {@link GraphClient.open}. @throws {SdkError} `unavailable` when it cannot be made */
  constructor({
    host,
    start,
    listener,
    purpose,
    clock = systemClock,
    hangLimitMs = HANG_LIMIT_MS,
  }: GraphClientOptions) {
    this.host = host;
    this.#clock = clock;
    this.#hangLimitMs = hangLimitMs;
    this.#listener = listener;
    this.#watchdog = new Watchdog({
      clock,
      limitMs: hangLimitMs,
      ask: () => void this.#request({ type: 'ping' }).catch(() => {}),
      onHang: () => this.#die(this.#atWork.hangError(hangLimitMs)),
    });
    this.#thread = start({ message: (message) => this.#receive(message), death: (error) => this.#die(error) });
    if (purpose) this.#thread.post(purpose.message, purpose.transfer);
  }

  /** Makes the nodes. @throws {SdkError} why not; the thread is ended then */
  async open({ plan, assets, nodeModules, queue, callTimeoutMs }: OpenGraphOptions): Promise<void> {
    const atWork = this.#atWork.begin(plan);
    try {
      await this.#request({ type: 'open', plan, assets, nodeModules, queue, callTimeoutMs, atWork });
      this.#atWork.opened();
    } catch (error) {
      this.terminate(SdkError.from(error, 'internal'));
      throw error;
    }
  }

  async push(item: RuntimeData, entry?: EntryPoint): Promise<void> {
    if (this.#end || this.#closing) {
      if (item.kind === 'video') item.frame.close();
      throw this.#end ?? closed();
    }
    const transfer: Transferable[] = [];
    const data = packData(item, transfer, videoPacking);
    await this.#request({ type: 'push', data, entry }, transfer);
  }

  async flush(): Promise<void> {
    await this.#request({ type: 'flush' });
  }

  async setParams(nodeId: string, params: Readonly<Record<string, JsonValue | undefined>>): Promise<void> {
    await this.#request({ type: 'params', nodeId, params });
  }

  async setNodeState(nodeId: string, state: NodeState): Promise<void> {
    await this.#request({ type: 'state', nodeId, state });
  }

  tap(nodeId: string, port: string | undefined, listener: TapListener): Undo {
    this.#lastId += 1;
    const tap = this.#lastId;
    this.#taps.set(tap, listener);
    // A node that is not there is never heard of; a thread that is lost is told of elsewhere.
    this.#request({ type: 'tap', tap, nodeId, port }).catch(() => {});
    return () => {
      if (this.#taps.delete(tap)) this.#request({ type: 'untap', tap }).catch(() => {});
    };
  }

  async interrupt(nodeId: string): Promise<void> {
    await this.#request({ type: 'interrupt', nodeId });
  }

  async stats(): Promise<GraphStats> {
    const report = await this.#request({ type: 'stats' });
    if (isStats(report)) return report;
    throw new SdkError('internal', 'the pipeline answered without a report');
  }

  async takeWindow(): Promise<GraphWindow> {
    const report = await this.#request({ type: 'window' });
    if (report && !isStats(report)) return report;
    throw new SdkError('internal', 'the pipeline answered without a report');
  }

  close({ drain = false }: { readonly drain?: boolean | undefined } = {}): Promise<void> {
    this.#closing ??= this.#close(drain);
    return this.#closing;
  }

  /** Ends the thread at once. Whatever is pending rejects with `why`. Idempotent. */
  terminate(why: SdkError): void {
    this.#thread.terminate();
    this.#finish(why);
  }

  async #close(drain: boolean): Promise<void> {
    // A thread that never stops emitting gives signs of life, and does not answer.
    const stop = drain ? () => {} : this.#clock.after(this.#hangLimitMs, () => this.terminate(closed()));
    if (!this.#end) await this.#request({ type: 'close', drain }).catch(() => {});
    stop();
    this.terminate(closed());
  }

  #request(request: Unnumbered, transfer: Transferable[] = []): Promise<GraphStats | GraphWindow | undefined> {
    if (this.#end) return Promise.reject(this.#end);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { resolve, reject });
      this.#watch();
      try {
        this.#thread.post({ ...request, id }, transfer);
      } catch (error) {
        // What cannot be cloned, such as a function within JSON.
        this.#settle(id)?.reject(SdkError.from(error, 'invalid-argument'));
      }
    });
  }

  #receive(message: unknown): void {
    this.#watchdog.heard();
    try {
      this.#hear(checkSeatMessage(message));
    } catch (error) {
      this.#die(SdkError.from(error, 'internal'));
    }
  }

  #hear(message: SeatMessage): void {
    switch (message.type) {
      case 'ready':
        this.#isReady = true;
        this.#watch();
        return;
      case 'done':
        this.#settle(message.id)?.resolve(message.report);
        return;
      case 'failed':
        this.#settle(message.id)?.reject(unpackError(message.error));
        return;
      case 'loading':
        this.#atWork.loading(message.nodeId);
        this.#listener.onLoading?.(message.nodeId, message.nodeType);
        return;
      case 'output':
        this.#onOutput(message.data, message.nodeId, message.port);
        return;
      case 'tapped':
        this.#onTapped(message.tap, message.data, message.port);
        return;
      case 'fault':
        this.#listener.onFault({ ...message, error: unpackError(message.error) });
    }
  }

  #onOutput(data: PackedData, nodeId: string, port: string): void {
    const item = unpackData(data, videoPacking);
    if (!this.#end) this.#listener.onOutput(item, nodeId, port);
    else if (item.kind === 'video') item.frame.close();
  }

  #onTapped(tap: number, data: PackedData, port: string): void {
    const item = unpackData(data, videoPacking);
    try {
      if (!this.#end) this.#taps.get(tap)?.(item, port);
    } finally {
      if (item.kind === 'video') item.frame.close();
    }
  }

  #settle(id: number): Pending | undefined {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#watch();
    return pending;
  }

  /** A file that is still being loaded, however slowly, does not hang. */
  #watch(): void {
    this.#watchdog.watch(this.#isReady && this.#pending.size > 0);
  }

  #die(error: SdkError): void {
    if (this.#end) return;
    this.terminate(error);
    if (!this.#closing) this.#listener.onDeath(error);
  }

  #finish(why: SdkError): void {
    if (this.#end) return;
    this.#end = why;
    this.#watchdog.end();
    this.#taps.clear();
    const pending = [...this.#pending.values()];
    this.#pending.clear();
    for (const { reject } of pending) reject(why);
  }
}

function isStats(report: GraphStats | GraphWindow | undefined): report is GraphStats {
  return report !== undefined && Array.isArray(report['nodes']);
}

function closed(): SdkError {
  return new SdkError('failed-precondition', 'the pipeline is closed');
}
