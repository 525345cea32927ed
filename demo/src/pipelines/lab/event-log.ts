import type { PipelineOutput } from '@remotemedia/sdk/pipeline';
import { Store } from '../../ui/store.ts';

/** One line of the log. */
export interface LogLine {
  /** Counts lines, from 1. */
  readonly number: number;
  /** The node that spoke. */
  readonly nodeId: string;
  /** What it said. */
  readonly words: string;
  /** Whether it failed. */
  readonly isFault: boolean;
}

/** Four digits are as many as a person reads of a number that changes. */
function shortened(_key: string, value: unknown): unknown {
  return typeof value === 'number' && !Number.isInteger(value) ? Number(value.toPrecision(4)) : value;
}

/** Most lines that are kept. */
const MOST_LINES = 40;
const MOST_CHARACTERS = 300;

/** What nodes say beside sound and picture, the newest first. Lines come in sheaves: a person reads no faster. */
export class EventLog {
  /** What is shown. */
  readonly lines: Store<readonly LogLine[]> = new Store<readonly LogLine[]>([]);
  #waiting: LogLine[] = [];
  #count = 0;

  /** Takes what came out of a node. */
  addOutput({ nodeId, data }: PipelineOutput): void {
    if (data.kind === 'json') this.#add(nodeId, JSON.stringify(data.value, shortened), false);
    else if (data.kind === 'text') this.#add(nodeId, data.text, false);
    else this.#add(nodeId, `a piece of ${data.kind}`, false);
  }

  /** Takes an error of a node. */
  addFault(nodeId: string, error: Error): void {
    this.#add(nodeId, error.message, true);
  }

  /** Shows what came since the last time. */
  flush(): void {
    if (this.#waiting.length === 0) return;
    const fresh = this.#waiting.reverse();
    this.#waiting = [];
    this.lines.update((lines) => [...fresh, ...lines].slice(0, MOST_LINES));
  }

  /** Forgets everything. */
  clear(): void {
    this.#waiting = [];
    this.lines.set([]);
  }

  #add(nodeId: string, words: string, isFault: boolean): void {
    this.#count += 1;
    this.#waiting.push({ number: this.#count, nodeId, words: words.slice(0, MOST_CHARACTERS), isFault });
    if (this.#waiting.length > MOST_LINES) this.#waiting.shift();
  }
}
