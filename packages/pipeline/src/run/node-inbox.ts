import type { RuntimeData } from '../data/runtime-data.ts';
import type { InputSource } from '../node/node-definition.ts';
import type { FrameHolds } from './frame-holds.ts';
import { isItemJob, type Job, JobQueue, type WorkJob } from './job-queue.ts';
import type { QueuePolicy } from './run-options.ts';

/** With `wait` a source can still run ahead of what it was told; beyond so many times the capacity items are dropped. */
const OVERRUN = 64;

/** What an inbox needs of its node and graph. */
export interface InboxOptions {
  readonly holds: FrameHolds;
  /** Items that may wait. */
  readonly capacity: number;
  readonly policy: QueuePolicy;
  /** An item was given up. */
  readonly onDrop: () => void;
  /** It has become full, or has room again. */
  readonly onFullness: (isFull: boolean) => void;
}

/** What waits for a node. Video frames are held while they wait. */
export class NodeInbox {
  readonly #options: InboxOptions;
  readonly #jobs = new JobQueue();
  #isFull = false;

  constructor(options: InboxOptions) {
    this.#options = options;
  }

  /** Whether nothing waits. */
  get isEmpty(): boolean {
    return this.#jobs.isEmpty;
  }

  /** Items that wait. */
  get depth(): number {
    return this.#jobs.depth;
  }

  /** The most items that ever waited. */
  get peakDepth(): number {
    return this.#jobs.peakDepth;
  }

  /** Keeps an item, or drops one as the policy says. */
  keep(item: RuntimeData, source: InputSource): void {
    const { capacity, policy, holds, onDrop } = this.#options;
    const bound = policy === 'wait' ? capacity * OVERRUN : capacity;
    if (this.#jobs.depth >= bound) {
      onDrop();
      if (policy !== 'drop-oldest') return;
      const oldest = this.#jobs.shiftItem();
      if (oldest) holds.release(oldest.item);
    }
    holds.hold(item);
    this.#jobs.push({ item, source });
    this.tellFullness();
  }

  /** Keeps work: behind all that waits, or before it. */
  add(job: WorkJob, place: 'last' | 'first'): void {
    if (place === 'first') this.#jobs.pushFirst(job);
    else this.#jobs.push(job);
  }

  /** Takes what is next. Whoever gets an item releases it, and calls {@link NodeInbox.tellFullness} afterwards. */
  take(): Job | undefined {
    return this.#jobs.shift();
  }

  /** Says whether it is full, if that has changed. */
  tellFullness(): void {
    const isFull = this.#jobs.depth >= this.#options.capacity;
    if (isFull === this.#isFull) return;
    this.#isFull = isFull;
    this.#options.onFullness(isFull);
  }

  /** Gives up all items; work stays. */
  dropItems(): void {
    for (const { item } of this.#jobs.takeItems()) {
      this.#options.onDrop();
      this.#options.holds.release(item);
    }
    this.tellFullness();
  }

  /** Gives up everything; work is told why. */
  empty(error: Error): void {
    this.dropItems();
    for (let job = this.take(); job; job = this.take()) if (!isItemJob(job)) job.settle(error);
  }
}
