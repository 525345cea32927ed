import { abortError, SdkError } from '@remotemedia/base';
import type { DataLane } from '../data-lane.ts';
import type { Sendable } from '../lane-message.ts';
import type { LaneSendOptions } from '../lane-options.ts';
import { STRIPE_TAGS } from './stripe-tags.ts';

/** Most messages that wait at one time. */
const MAX_WAITING = 1_024;
/** Most messages, and most bytes of them, of which the peer has not said that they came. */
const MAX_KEPT = 1_024;
const MAX_KEPT_BYTES = 33_554_432;
/**
 * Bytes for each lane that are taken from callers before a lane has room for them, so that also who sends one message
 * after the other keeps all lanes busy.
 */
const AHEAD_BYTES = 131_072;

interface Job {
  readonly number: number;
  readonly tag: string | undefined;
  readonly sizeBytes: number;
  /** Absent when the caller took the message back: then its number is sent alone. */
  data: Sendable | undefined;
  /** The lane that took it last. */
  lane?: DataLane;
  /** Whether its bytes are ours. */
  isCopied: boolean;
  /** Whether its caller was let go before a lane took it. */
  isAhead: boolean;
  readonly settle: (error?: SdkError) => void;
}

/** Spreads numbered messages over lanes: each lane takes the next one as soon as it has room. */
export class StripedSender {
  readonly #main: DataLane;
  readonly #lanes = new Set<DataLane>();
  readonly #busy = new Set<DataLane>();
  readonly #queue: Job[] = [];
  /** Sent, and the peer has not said that they came: what a lane loses is sent again. */
  readonly #kept = new Map<number, Job>();
  #keptBytes = 0;
  /** Those whose callers wait, in their order. */
  readonly #waiting = new Set<Job>();
  #aheadBytes = 0;
  #numbers = 0;

  /** @param main the lane that is always there */
  constructor(main: DataLane) {
    this.#main = main;
    this.add(main);
  }

  /** Messages that wait. */
  get waiting(): number {
    return this.#queue.length;
  }

  /** One more lane; until it closes. */
  add(lane: DataLane): void {
    this.#lanes.add(lane);
    lane.on('open', () => this.#pump());
    lane.on('close', () => this.#lost(lane));
    this.#pump();
  }

  /** Sends a message like `DataLane.send`; its bytes are copied, and it may resolve while the copy still waits. */
  send(data: Sendable, { signal, tag }: LaneSendOptions): Promise<void> {
    return new Promise((resolve, reject) => {
      if (signal?.aborted) throw abortError(signal);
      if (this.#queue.length >= MAX_WAITING) {
        throw new SdkError('resource-exhausted', `${MAX_WAITING} messages wait already; await send() before the next`);
      }
      const giveUp = () => {
        job.data = undefined;
        if (signal) job.settle(abortError(signal));
      };
      const job: Job = {
        number: this.#numbers,
        tag,
        sizeBytes: sizeOf(data),
        data,
        isCopied: !(data instanceof Uint8Array),
        isAhead: false,
        settle: (error) => {
          this.#waiting.delete(job);
          signal?.removeEventListener('abort', giveUp);
          if (error) reject(error);
          else resolve();
        },
      };
      this.#numbers += 1;
      signal?.addEventListener('abort', giveUp, { once: true });
      this.#queue.push(job);
      this.#waiting.add(job);
      this.#pump();
      this.#letGo();
    });
  }

  /** The peer has all messages before this number. */
  delivered(next: number): void {
    for (const [number, job] of this.#kept) {
      if (number >= next) continue;
      this.#kept.delete(number);
      this.#keptBytes -= job.sizeBytes;
    }
    this.#pump();
  }

  /** Ends all waiting with `reason`. */
  close(reason: SdkError): void {
    for (const job of [...this.#queue.splice(0), ...this.#kept.values()]) job.settle(reason);
    this.#kept.clear();
    this.#lanes.clear();
  }

  #pump(): void {
    for (const lane of this.#lanes) {
      const isFull = this.#kept.size >= MAX_KEPT || this.#keptBytes >= MAX_KEPT_BYTES;
      const again = this.#queue[0]?.lane !== undefined;
      if (this.#queue.length === 0 || (isFull && !again)) return;
      if (!lane.isOpen || this.#busy.has(lane)) continue;
      const job = this.#queue.shift();
      if (job) void this.#give(job, lane);
    }
  }

  async #give(job: Job, lane: DataLane): Promise<void> {
    copy(job);
    if (!this.#kept.has(job.number)) {
      this.#kept.set(job.number, job);
      this.#keptBytes += job.sizeBytes;
    }
    job.lane = lane;
    this.#busy.add(lane);
    const number = job.number.toString(36);
    const name = job.data === undefined ? STRIPE_TAGS.none + number : STRIPE_TAGS.message + number;
    try {
      await lane.post(job.data ?? '', job.tag === undefined ? name : `${name} ${job.tag}`);
      job.settle();
      if (job.isAhead) this.#aheadBytes -= job.sizeBytes;
      job.isAhead = false;
    } catch (error) {
      // A lane that ended has given the message back already; what no lane takes is the caller's fault.
      if (lane.isOpen) {
        job.data = undefined;
        job.settle(SdkError.from(error));
        this.#again([job]);
      }
    } finally {
      this.#busy.delete(lane);
      this.#pump();
      this.#letGo();
    }
  }

  /** Lets callers go on as far as their messages have a place here. */
  #letGo(): void {
    for (const job of this.#waiting) {
      if (this.#aheadBytes >= AHEAD_BYTES * this.#lanes.size) return;
      copy(job);
      job.isAhead = true;
      this.#aheadBytes += job.sizeBytes;
      job.settle();
    }
  }

  #lost(lane: DataLane): void {
    this.#lanes.delete(lane);
    this.#busy.delete(lane);
    if (lane === this.#main) return;
    this.#again([...this.#kept.values()].filter((job) => job.lane === lane));
    this.#pump();
  }

  #again(jobs: readonly Job[]): void {
    this.#queue.unshift(...jobs);
    this.#queue.sort((one, other) => one.number - other.number);
  }
}

function copy(job: Job): void {
  if (!job.isCopied && job.data instanceof Uint8Array) job.data = job.data.slice();
  job.isCopied = true;
}

function sizeOf(data: Sendable): number {
  if (data instanceof Uint8Array) return data.byteLength;
  return typeof data === 'string' ? data.length : 1_024;
}
