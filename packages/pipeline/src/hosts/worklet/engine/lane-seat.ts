import { SdkError } from '@remotemedia/base';
import type { AudioBlock } from '../../../data/audio-block.ts';
import type { AnyNodeDefinition } from '../../../node/node-definition.ts';
import { type GraphRun, openRealtimeRun } from '../../../run/index.ts';
import { GraphSeat, type SeatListeners } from '../../graph-seat.ts';
import { type OpenRequest, PROTOCOL_VERSION, type SeatMessage } from '../../protocol.ts';
import { BlockSender } from '../bridge/block-sender.ts';
import { type BlockMessage, type BridgeMessage, blockOf, giveBack } from '../bridge/bridge-message.ts';
import { bridgeNode } from '../bridge/bridge-node.ts';
import { BRIDGE_TYPE } from '../split/bridge-type.ts';
import type { LaneCounts, LaneRequest, SeatBatch } from '../worklet-protocol.ts';
import type { AudioEngine } from './audio-engine.ts';
import { GraphLane } from './graph-lane.ts';
import { InputEdge } from './input-edge.ts';
import { isNews, NewsRelay } from './news-relay.ts';
import type { OutputFormat } from './output-edge.ts';
import type { StreamTable } from './stream-table.ts';
import { timedReport } from './timed-report.ts';

/** Length of the blocks that go to a worker, in ms. */
const BRIDGE_BLOCK_MS = 20;

/** How often news is told, in seconds. */
const NEWS_SECONDS = 0.02;

/** Where a graph lives on the audio thread. */
export interface LanePlace {
  readonly engine: AudioEngine;
  readonly streams: StreamTable;
  readonly format: Omit<OutputFormat, 'leadFrames'>;
  /** The nodes of this thread. */
  readonly definitions: (type: string) => AnyNodeDefinition | undefined;
  /** Milliseconds. */
  readonly now: () => number;
}

/** One graph on the audio thread, with the ports that it is driven over. */
export class LaneSeat {
  /** The page's number for it. */
  readonly number: number;
  readonly #request: LaneRequest;
  readonly #place: LanePlace;
  readonly #seat: GraphSeat;
  readonly #relay = new NewsRelay();
  readonly #sender: BlockSender | undefined;
  #lane: GraphLane | undefined;
  #onFault: SeatListeners['onFault'] | undefined;
  #nextNewsFrame = 0;
  #quanta = 0;
  #isClosed = false;
  #hasFailed = false;

  constructor(request: LaneRequest, place: LanePlace) {
    this.number = request.lane;
    this.#request = request;
    this.#place = place;
    const { port, bridge } = request;
    this.#sender = bridge && new BlockSender(bridge, BRIDGE_BLOCK_MS);
    this.#seat = new GraphSeat({
      port: { postMessage: (message, transfer) => this.#post(message, transfer) },
      open: (open, listeners) => {
        try {
          return this.#open(open, listeners);
        } catch (error) {
          this.#hasFailed = true;
          throw error;
        }
      },
    });
    port.onmessage = ({ data }: MessageEvent<unknown>) => {
      this.#seat.receive(data);
      this.#tell();
    };
    port.postMessage({ type: 'ready', version: PROTOCOL_VERSION } satisfies SeatMessage);
    if (bridge) bridge.onmessage = ({ data }: MessageEvent<BridgeMessage>) => this.#fromWorker(bridge, data);
  }

  /** The graph, once it is open. */
  get lane(): GraphLane | undefined {
    return this.#lane;
  }

  /** Whether it is closed, or its graph could not be opened. */
  get isOver(): boolean {
    return this.#isClosed || this.#hasFailed;
  }

  /** To be called after each quantum: tells the news, if it is time. */
  tick(frame: number): void {
    this.#quanta += 1;
    if (this.#relay.isEmpty || frame < this.#nextNewsFrame) return;
    this.#nextNewsFrame = frame + this.#place.format.sampleRate * NEWS_SECONDS;
    this.#tell();
  }

  /** How it fares. */
  counts(): Omit<LaneCounts, 'graphs'> | undefined {
    if (!this.#lane) return undefined;
    return {
      ...this.#lane.counts(),
      eventsDropped: this.#relay.dropped,
      blocksDropped: this.#sender?.dropped ?? 0,
      quanta: this.#quanta,
    };
  }

  /** Ends the graph and closes its ports. Calling it again does nothing. */
  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#seat.close().catch(() => {});
    this.#request.bridge?.close();
    this.#request.port.close();
  }

  #open(request: OpenRequest, listeners: SeatListeners): GraphRun {
    const { engine, streams, format, definitions, now } = this.#place;
    const { exits, leadMs, inputRate } = this.#request;
    const sender = this.#sender;
    const bridge = sender && bridgeNode(sender);
    this.#onFault = listeners.onFault;
    const leadFrames = Math.ceil((format.sampleRate * leadMs) / 1000);
    const run = openRealtimeRun({
      plan: request.plan,
      definitions: (type) => (type === BRIDGE_TYPE ? bridge : definitions(type)),
      assets: request.assets,
      host: 'worklet',
      now,
      onOutput: (item, nodeId, port) => {
        if (item.kind === 'audio') this.#lane?.write(item, nodeId, engine.quantum);
        else if (engine.lane === this.#lane) listeners.onOutput(item, nodeId, port);
      },
      onFault: listeners.onFault,
    });
    const edge = inputRate === undefined ? undefined : new InputEdge(inputRate);
    const push = (block: AudioBlock) => this.#push(run, edge ? edge.adapt(block) : block);
    const graph = { push, close: () => void run.close() };
    this.#lane = new GraphLane(graph, exits, { ...format, leadFrames }, streams);
    engine.open(this.#lane);
    return run;
  }

  #push(run: GraphRun, block: AudioBlock | undefined): void {
    if (block && this.#seat.run === run) void run.push(block);
  }

  #fromWorker(bridge: MessagePort, message: BridgeMessage): void {
    if (message.type === 'free') this.#sender?.onFree(message);
    else if (message.type === 'block') this.#writeSound(bridge, message);
  }

  #writeSound(bridge: MessagePort, message: BlockMessage): void {
    const { engine } = this.#place;
    try {
      this.#lane?.write(blockOf(message), message.nodeId ?? '', engine.quantum);
    } catch (error) {
      this.#onFault?.({ nodeId: message.nodeId ?? '', nodeType: 'output', error: SdkError.from(error, 'internal') });
    }
    giveBack(bridge, message);
  }

  #post(message: SeatMessage, transfer: Transferable[]): void {
    if (isNews(message)) this.#relay.add(message, transfer);
    else this.#request.port.postMessage(timedReport(message), transfer);
  }

  #tell(): void {
    if (this.#relay.isEmpty || this.#isClosed) return;
    const { messages, transfer } = this.#relay.take();
    this.#request.port.postMessage({ type: 'batch', messages } satisfies SeatBatch, transfer);
  }
}
