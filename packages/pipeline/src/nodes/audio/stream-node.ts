import type { RuntimeData } from '../../data/runtime-data.ts';
import type { NodeInstance } from '../../node/node-definition.ts';

/** Streams that one node keeps apart; the one that came first is forgotten for another. */
const MOST_STREAMS = 64;

/** What the parameters of all nodes are. */
type Params = Readonly<Record<string, unknown>>;

/** Items that say which stream they are of. */
interface Streamed {
  readonly streamId?: string | undefined;
}

/** Treats the items of one stream. */
export interface ItemStream<P extends Params, I extends Streamed> {
  /** Takes the next item, and emits what it makes of it. */
  take(item: I): void;
  /** Other parameters, from the next item on. */
  update?(params: P): void;
  /** Emits what is still inside. */
  flush?(): void;
  /** Forgets what came so far. */
  reset?(): void;
  /** Lets go of everything; called once, with the node or when the stream is forgotten. */
  close?(): void;
}

/**
 * A node that treats several streams side by side: those of participants, by `streamId`, may share a connection. What it
 * does not take is ignored.
 */
export class StreamNode<P extends Params, I extends Streamed> implements NodeInstance {
  readonly #takes: (item: RuntimeData | I) => item is I;
  readonly #make: (params: P) => ItemStream<P, I>;
  readonly #streams = new Map<string | undefined, ItemStream<P, I>>();
  #params: P;
  #lastId: string | undefined;
  #last: ItemStream<P, I> | undefined;

  /**
   * @param takes whether an item is of the kind that it treats
   * @param make makes what treats one stream
   */
  constructor(params: P, takes: (item: RuntimeData | I) => item is I, make: (params: P) => ItemStream<P, I>) {
    this.#params = params;
    this.#takes = takes;
    this.#make = make;
  }

  /** Takes an item of any stream. */
  process(item: RuntimeData): void {
    if (this.#takes(item)) this.#streamOf(item.streamId).take(item);
  }

  /** Other parameters for all streams. */
  update(params: P): void {
    this.#params = params;
    for (const stream of this.#streams.values()) stream.update?.(params);
  }

  /** Emits what is still inside, stream by stream. */
  flush(): void {
    for (const stream of this.#streams.values()) stream.flush?.();
  }

  /** Forgets what came so far. */
  reset(): void {
    for (const stream of this.#streams.values()) stream.reset?.();
  }

  /** A stream is over: it emits what is still inside, and is forgotten. */
  protected end(id: string): void {
    const stream = this.#streams.get(id);
    if (!stream) return;
    stream.flush?.();
    this.#forget(id, stream);
  }

  /** Closes all streams. */
  close(): void {
    for (const stream of this.#streams.values()) stream.close?.();
    this.#streams.clear();
    this.#last = undefined;
  }

  #streamOf(id: string | undefined): ItemStream<P, I> {
    if (this.#last && this.#lastId === id) return this.#last;
    const stream = this.#streams.get(id) ?? this.#open(id);
    this.#lastId = id;
    this.#last = stream;
    return stream;
  }

  #open(id: string | undefined): ItemStream<P, I> {
    if (this.#streams.size >= MOST_STREAMS) {
      for (const [oldest, stream] of this.#streams) {
        this.#forget(oldest, stream);
        break;
      }
    }
    const stream = this.#make(this.#params);
    this.#streams.set(id, stream);
    return stream;
  }

  #forget(id: string | undefined, stream: ItemStream<P, I>): void {
    this.#streams.delete(id);
    if (this.#last === stream) this.#last = undefined;
    stream.close?.();
  }
}
