import { type Clock, SdkError } from '@remotemedia/base';
import { type Outgoing, wholeFrame } from '../framing/frame.ts';
import type { Outbox, PostOptions, Sink } from './outbox.ts';

/** A message that was not sent because newer ones matter more. */
export interface LaneDrop {
  /** `age`: it had waited too long. `size`: newer messages needed its place. */
  readonly reason: 'age' | 'size';
  /** Bytes of the message in UTF-8. */
  readonly sizeBytes: number;
  /** What the sender called it. */
  readonly tag?: string | undefined;
}

/** Bounds of what waits on an unreliable lane. */
export interface FreshLimits {
  /** Longest wait in milliseconds. @default 100 */
  readonly maxAgeMs?: number | undefined;
  /** Most bytes that wait. @default 65536 */
  readonly maxBufferedBytes?: number | undefined;
}

interface Waiting {
  readonly message: Outgoing;
  readonly tag: string | undefined;
  readonly sinceMs: number;
}

/** Messages that are worth sending now or not at all: nobody waits for them, and the oldest make room for the newest. */
export class FreshOutbox implements Outbox {
  readonly #sink: Sink;
  readonly #clock: Clock;
  readonly #maxAgeMs: number;
  readonly #maxBytes: number;
  readonly #onDrop: (drop: LaneDrop) => void;
  readonly #queue: Waiting[] = [];
  #bytes = 0;

  constructor(sink: Sink, clock: Clock, limits: FreshLimits, onDrop: (drop: LaneDrop) => void) {
    this.#sink = sink;
    this.#clock = clock;
    this.#maxAgeMs = limits.maxAgeMs ?? 100;
    this.#maxBytes = limits.maxBufferedBytes ?? 65_536;
    this.#onDrop = onDrop;
  }

  get waiting(): number {
    return this.#queue.length;
  }

  async add(message: Outgoing, { tag }: PostOptions): Promise<void> {
    const maxBytes = this.#sink.frameBytes();
    if (message.sizeBytes > maxBytes) {
      throw new SdkError(
        'out-of-range',
        `a message of ${message.sizeBytes} bytes is too long: at most ${maxBytes} go over an unreliable lane`,
      );
    }
    this.#queue.push({ message, tag, sinceMs: this.#clock.now() });
    this.#bytes += message.sizeBytes;
    this.pump();
    while (this.#bytes > this.#maxBytes) this.#drop('size');
  }

  pump(): void {
    const oldestMs = this.#clock.now() - this.#maxAgeMs;
    while (this.#queue[0] && this.#queue[0].sinceMs < oldestMs) this.#drop('age');
    while (this.#queue.length > 0 && this.#sink.hasRoom()) {
      const next = this.#shift();
      if (next) this.#sink.write(wholeFrame(next.message), true);
    }
  }

  close(): void {
    this.#queue.length = 0;
    this.#bytes = 0;
  }

  #shift(): Waiting | undefined {
    const next = this.#queue.shift();
    this.#bytes -= next?.message.sizeBytes ?? 0;
    return next;
  }

  #drop(reason: LaneDrop['reason']): void {
    const dropped = this.#shift();
    if (dropped) this.#onDrop({ reason, sizeBytes: dropped.message.sizeBytes, tag: dropped.tag });
  }
}
