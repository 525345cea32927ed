import type { RuntimeData, VideoData } from '../../../data/runtime-data.ts';
import { BlockCollector, type CollectedBlock } from './block-collector.ts';
import type { BridgePort, FreeMessage } from './bridge-message.ts';

/** Which node an item is for, or from. */
export interface BridgeEnd {
  readonly nodeId: string | undefined;
  readonly port: string | undefined;
}

/** Messages on their way or waiting at the other side: a second of blocks. Beyond that the newest are dropped. */
const MAX_OUTSTANDING = 50;

/** Streams of one end that are collected at the same time. */
const MAX_STREAMS = 64;

/**
 * One direction of a bridge: sound in blocks of about 20 ms, so that no render quantum has a message of its own. The arrays
 * come back and are filled again.
 */
export class BlockSender {
  readonly #port: BridgePort;
  readonly #durationMs: number;
  readonly #collectors = new Map<BridgeEnd, Map<string | undefined, BlockCollector>>();
  readonly #spare: Float32Array<ArrayBuffer>[] = [];
  #outstanding = 0;
  #dropped = 0;

  /** @param durationMs length of the blocks that are sent; 0 sends each as it comes */
  constructor(port: BridgePort, durationMs: number) {
    this.#port = port;
    this.#durationMs = durationMs;
  }

  /** Blocks and items that were dropped because the other side did not keep up. */
  get dropped(): number {
    return this.#dropped;
  }

  /** Sends an item; sound is copied, and perhaps sent later. @param end always the same object for the same node */
  send(item: Exclude<RuntimeData, VideoData>, end: BridgeEnd): void {
    if (item.kind === 'audio') this.#collectorOf(end, item.streamId)?.add(item);
    else if (this.#mayPost()) this.#port.postMessage({ type: 'item', ...end, data: item }, []);
  }

  /** The other side is done with a block or an item. */
  onFree({ channels }: FreeMessage): void {
    this.#outstanding = Math.max(0, this.#outstanding - 1);
    this.#keep(channels);
  }

  #collectorOf(end: BridgeEnd, streamId: string | undefined): BlockCollector | undefined {
    const streams = this.#collectors.get(end) ?? new Map<string | undefined, BlockCollector>();
    this.#collectors.set(end, streams);
    const known = streams.get(streamId);
    if (known || streams.size >= MAX_STREAMS) return known;
    const collector = new BlockCollector(
      this.#durationMs,
      (length) => this.#take(length),
      (block) => this.#post(block, end),
    );
    streams.set(streamId, collector);
    return collector;
  }

  #take(length: number): Float32Array<ArrayBuffer> {
    const spare = this.#spare.pop();
    return spare?.length === length ? spare : new Float32Array(length);
  }

  #post(block: CollectedBlock, end: BridgeEnd): void {
    if (!this.#mayPost()) {
      this.#keep(block.channels);
      return;
    }
    this.#port.postMessage(
      { type: 'block', ...end, ...block },
      block.channels.map(({ buffer }) => buffer),
    );
  }

  #mayPost(): boolean {
    if (this.#outstanding >= MAX_OUTSTANDING) {
      this.#dropped += 1;
      return false;
    }
    this.#outstanding += 1;
    return true;
  }

  #keep(channels: readonly Float32Array<ArrayBuffer>[]): void {
    for (const array of channels) if (this.#spare.length < MAX_OUTSTANDING) this.#spare.push(array);
  }
}
