import { abortError, SdkError } from '@remotemedia/base';
import { Cutter } from '../framing/fragment.ts';
import { type Outgoing, wholeFrame } from '../framing/frame.ts';
import type { Outbox, PostOptions, Sink } from './outbox.ts';

/** Most messages that wait at one time. */
const MAX_WAITING = 1_024;

interface Job {
  readonly message: Outgoing;
  readonly tag: string | undefined;
  /** Present for a message in fragments. */
  readonly cutter?: Cutter;
  /** When it came or last had its turn, as a count of turns. */
  turn: number;
  readonly settle: (error?: SdkError) => void;
}

/**
 * Messages in the order they came. One that travels in fragments shares the lane with those behind it that have
 * another tag, a frame each in turn; so do several of them.
 */
export class ReliableOutbox implements Outbox {
  readonly #sink: Sink;
  readonly #maxBytes: number;
  readonly #fragments: boolean;
  #jobs: Job[] = [];
  #turns = 0;
  #ids = 0;
  #closed: SdkError | undefined;

  constructor(sink: Sink, maxBytes: number, fragments: boolean) {
    this.#sink = sink;
    this.#maxBytes = maxBytes;
    this.#fragments = fragments;
  }

  get waiting(): number {
    return this.#jobs.length;
  }

  async add(message: Outgoing, { signal, tag }: PostOptions): Promise<void> {
    if (this.#closed) throw this.#closed;
    if (signal?.aborted) throw abortError(signal);
    const cutter = this.#cutterOf(message);
    if (this.#jobs.length >= MAX_WAITING) {
      throw new SdkError('resource-exhausted', `${MAX_WAITING} messages wait already; await send() before the next`);
    }
    if (!cutter && this.#jobs.length === 0 && this.#sink.hasRoom()) return this.#sink.write(wholeFrame(message), true);
    return new Promise((resolve, reject) => {
      const giveUp = () => {
        job.settle(signal && abortError(signal));
        if (cutter?.isBegun) this.#sink.write(cutter.abandon(), false);
      };
      const job: Job = {
        message,
        tag,
        ...(cutter && { cutter }),
        turn: this.#turns,
        settle: (error) => {
          signal?.removeEventListener('abort', giveUp);
          if (this.#jobs[0] === job) this.#jobs.shift();
          else this.#jobs = this.#jobs.filter((other) => other !== job);
          if (error) reject(error);
          else resolve();
        },
      };
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#jobs.push(job);
      this.pump();
    });
  }

  pump(): void {
    while (this.#sink.hasRoom()) {
      const job = this.#next();
      if (!job) return;
      this.#turns += 1;
      job.turn = this.#turns;
      const { message, cutter, settle } = job;
      try {
        const frame = cutter ? cutter.next(this.#sink.frameBytes()) : wholeFrame(message);
        const isLast = cutter?.isDone !== false;
        this.#sink.write(frame, isLast);
        if (isLast) settle();
      } catch (error) {
        settle(SdkError.from(error, 'unavailable'));
      }
    }
  }

  close(reason: SdkError): void {
    this.#closed ??= reason;
    for (const job of [...this.#jobs]) job.settle(reason);
  }

  /** Of the messages that need not wait for one before them, the one whose last turn is longest ago. */
  #next(): Job | undefined {
    const [first] = this.#jobs;
    if (!first?.cutter) return first;
    let next = first;
    const begun = new Set<string | undefined>();
    for (const job of this.#jobs) {
      if (begun.has(job.tag)) continue;
      if (job.turn < next.turn) next = job;
      if (!job.cutter) break;
      begun.add(job.tag);
    }
    return next;
  }

  #cutterOf(message: Outgoing): Cutter | undefined {
    const { body, sizeBytes } = message;
    const frameBytes = this.#sink.frameBytes();
    if (sizeBytes <= Math.min(frameBytes, this.#maxBytes)) return undefined;
    if (!this.#fragments || sizeBytes > this.#maxBytes || typeof body === 'string') {
      const maxBytes = this.#fragments ? this.#maxBytes : Math.min(frameBytes, this.#maxBytes);
      throw new SdkError('out-of-range', `a message of ${sizeBytes} bytes is too long: at most ${maxBytes} go here`);
    }
    this.#ids = (this.#ids + 1) >>> 0;
    return new Cutter(this.#ids, { ...message, body });
  }
}
