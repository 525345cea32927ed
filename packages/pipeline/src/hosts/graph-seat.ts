import { SdkError, type Undo } from '@remotemedia/base';
import type { RuntimeData } from '../data/runtime-data.ts';
import { packData } from '../data/transfer/pack-data.ts';
import type { PackedData } from '../data/transfer/packed-data.ts';
import { unpackData } from '../data/transfer/unpack-data.ts';
import type { VideoPacking } from '../data/transfer/video-packing.ts';
import type { GraphRun } from '../run/graph-run.ts';
import type { GraphStats, GraphWindow } from '../run/graph-stats.ts';
import type { NodeProgress } from '../run/open-run.ts';
import type { GraphRunOptions, NodeFault } from '../run/run-options.ts';
import type { OpenRequest, PushRequest, SeatMessage, SeatRequest, TapRequest } from './protocol.ts';
import { idOf, isSeatRequest, packError } from './protocol-checks.ts';

/** The way back to the page: a `MessagePort`, a worker's global scope, the port of a thread of Node. */
export interface SeatPort {
  /** Sends a message. */
  postMessage(message: SeatMessage, transfer: Transferable[]): void;
}

/** Whom a run tells: the listeners of its options, and of the progress while it is made. */
export interface SeatListeners extends Pick<GraphRunOptions, 'onOutput' | 'onFault'> {
  readonly onNode: NodeProgress;
}

/** What a seat is made of. */
export interface GraphSeatOptions {
  readonly port: SeatPort;
  /** Makes the run of this place; at once on the audio thread. */
  readonly open: (request: OpenRequest, listeners: SeatListeners) => GraphRun | Promise<GraphRun>;
  /** Absent where there is no video. */
  readonly video?: VideoPacking | undefined;
}

/**
 * The half of a session that is off the page: serves the messages of one page for one graph. It uses nothing that the
 * audio thread lacks.
 */
export class GraphSeat {
  readonly #options: GraphSeatOptions;
  readonly #taps = new Map<number, Undo>();
  #run: GraphRun | undefined;
  #isOpening = false;
  #isClosed = false;

  constructor(options: GraphSeatOptions) {
    this.#options = options;
  }

  /** The graph, once it was opened and until it is closed: for hosts that push by themselves. */
  get run(): GraphRun | undefined {
    return this.#run;
  }

  /** Serves a message of the page. What is no request is refused if it has a number, else passed over. */
  receive(message: unknown): void {
    if (!isSeatRequest(message)) {
      const id = idOf(message);
      if (id !== undefined) this.#fail(id, new SdkError('invalid-argument', 'the seat does not know such a request'));
      return;
    }
    const { id } = message;
    try {
      const answer = this.#serve(message);
      if (!(answer instanceof Promise)) this.#send({ type: 'done', id, report: answer || undefined });
      else {
        answer.then(
          () => this.#send({ type: 'done', id }),
          (error: unknown) => this.#fail(id, error),
        );
      }
    } catch (error) {
      this.#fail(id, error);
    }
  }

  /** Ends the graph, whoever wants it. Idempotent. */
  async close(): Promise<void> {
    this.#isClosed = true;
    const run = this.#run;
    this.#run = undefined;
    this.#taps.clear();
    await run?.close();
  }

  #serve(request: SeatRequest): GraphStats | GraphWindow | void | Promise<void> {
    switch (request.type) {
      case 'open':
        return this.#open(request);
      case 'push':
        return this.#push(request);
      case 'flush':
        return this.#use().flush();
      case 'params':
        return this.#use().setParams(request.nodeId, request.params);
      case 'state':
        return this.#use().setNodeState(request.nodeId, request.state);
      case 'tap':
        return this.#tap(request);
      case 'untap':
        return this.#untap(request.tap);
      case 'interrupt':
        return this.#use().interrupt(request.nodeId);
      case 'stats':
        return this.#use().stats();
      case 'window':
        return this.#use().takeWindow();
      case 'close':
        return this.#end(request.drain);
      case 'ping':
        return undefined;
    }
  }

  #open(request: OpenRequest): void | Promise<void> {
    if (this.#run || this.#isOpening || this.#isClosed) {
      throw new SdkError('failed-precondition', 'a seat is for one graph, and it had one already');
    }
    const made = this.#options.open(request, {
      onOutput: (data, nodeId, port) =>
        this.#sendData(data, (packed) => ({ type: 'output', nodeId, port, data: packed })),
      onFault: (fault) => this.#fault(fault),
      onNode: (nodeId, nodeType) => this.#send({ type: 'loading', nodeId, nodeType }),
    });
    if (!(made instanceof Promise)) {
      this.#run = made;
      return undefined;
    }
    this.#isOpening = true;
    return made
      .then((run) => this.#opened(run))
      .finally(() => {
        this.#isOpening = false;
      });
  }

  async #opened(run: GraphRun): Promise<void> {
    if (!this.#isClosed) {
      this.#run = run;
      return;
    }
    await run.close();
    throw new SdkError('aborted', 'the graph was closed while it was being opened');
  }

  #push({ data, entry }: PushRequest): void | Promise<void> {
    return this.#use().push(unpackData(data, this.#options.video), entry);
  }

  #tap({ tap, nodeId, port }: TapRequest): void {
    this.#untap(tap);
    const undo = this.#use().tap(nodeId, port, (item, from) => {
      // The frame is the graph's; what is packed is closed.
      const shown = item.kind === 'video' ? { ...item, frame: item.frame.clone() } : item;
      this.#sendData(shown, (packed) => ({ type: 'tapped', tap, port: from, data: packed }));
    });
    this.#taps.set(tap, undo);
  }

  #untap(tap: number): void {
    this.#taps.get(tap)?.();
    this.#taps.delete(tap);
  }

  async #end(drain: boolean): Promise<void> {
    if (drain) await this.#run?.flush();
    await this.close();
  }

  #use(): GraphRun {
    if (this.#run) return this.#run;
    throw new SdkError('failed-precondition', this.#isClosed ? 'the graph is closed' : 'the graph is not open');
  }

  #sendData(item: RuntimeData, messageOf: (packed: PackedData) => SeatMessage): void {
    const transfer: Transferable[] = [];
    const packed = packData(item, transfer, this.#options.video);
    this.#send(messageOf(packed), transfer);
  }

  #fault({ error, ...fault }: NodeFault): void {
    this.#send({ type: 'fault', ...fault, error: packError(error) });
  }

  #fail(id: number, error: unknown): void {
    this.#send({ type: 'failed', id, error: packError(error) });
  }

  #send(message: SeatMessage, transfer: Transferable[] = []): void {
    this.#options.port.postMessage(message, transfer);
  }
}
