import type { RuntimeData } from '../data/runtime-data.ts';
import type { InputSource } from '../node/node-definition.ts';

/** An item that waits for its node; a video frame is held meanwhile. */
export interface ItemJob {
  readonly item: RuntimeData;
  readonly source: InputSource;
}

/** Something else that has to wait until the node is not at work: a flush, other parameters. */
export interface WorkJob {
  readonly work: () => void | Promise<void>;
  /** Called when it was done, or with the error why not. */
  readonly settle: (error?: unknown) => void;
}

/** What waits for a node. */
export type Job = ItemJob | WorkJob;

/** Whether it is an item. */
export function isItemJob(job: Job): job is ItemJob {
  return 'item' in job;
}

/** Jobs of one node in order. Only items count for its bound. */
export class JobQueue {
  #jobs: Job[] = [];
  #depth = 0;
  #peakDepth = 0;

  /** Whether nothing waits, not even work. */
  get isEmpty(): boolean {
    return this.#jobs.length === 0;
  }

  /** Items that wait. */
  get depth(): number {
    return this.#depth;
  }

  /** The most items that ever waited. */
  get peakDepth(): number {
    return this.#peakDepth;
  }

  /** Adds a job behind all others. */
  push(job: Job): void {
    this.#jobs.push(job);
    if (!isItemJob(job)) return;
    this.#depth += 1;
    this.#peakDepth = Math.max(this.#peakDepth, this.#depth);
  }

  /** Adds work before everything else that waits. */
  pushFirst(job: WorkJob): void {
    this.#jobs.unshift(job);
  }

  /** Takes the first job. */
  shift(): Job | undefined {
    const job = this.#jobs.shift();
    if (job && isItemJob(job)) this.#depth -= 1;
    return job;
  }

  /** Takes the oldest item, wherever it is. */
  shiftItem(): ItemJob | undefined {
    const index = this.#jobs.findIndex(isItemJob);
    const [job] = index < 0 ? [] : this.#jobs.splice(index, 1);
    if (!job || !isItemJob(job)) return undefined;
    this.#depth -= 1;
    return job;
  }

  /** Takes all items; work stays. */
  takeItems(): readonly ItemJob[] {
    const items = this.#jobs.filter(isItemJob);
    this.#jobs = this.#jobs.filter((job) => !isItemJob(job));
    this.#depth = 0;
    return items;
  }
}
