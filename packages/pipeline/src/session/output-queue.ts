import { SdkError } from '@remotemedia/base';
import type { PipelineOutput } from './pipeline-output.ts';

/** With so many outputs waiting, no more input is taken. Source: upstream's router. */
const CAPACITY = 256;

/** One input may have many outputs, so there can be more; a pipeline that gives so many without end is ended. */
const OVERRUN = 64;

/** Outputs that wait to be read. Those of nobody are closed. */
export class OutputQueue {
  readonly #onRoom: () => void;
  readonly #waiting: PipelineOutput[] = [];
  #wake: (() => void) | undefined;
  #isRead = false;
  #end: { readonly error: SdkError | undefined } | undefined;

  /** @param onRoom called when it is no longer full */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom;
  }

  /** Whether no more input should be taken. */
  get isFull(): boolean {
    return this.#waiting.length >= CAPACITY;
  }

  /** Whether somebody reads. */
  get isRead(): boolean {
    return this.#isRead;
  }

  /** Adds an output. @throws {SdkError} `resource-exhausted` when far too many wait */
  push(output: PipelineOutput): void {
    if (this.#end) {
      closeOutput(output);
      return;
    }
    if (this.#waiting.length >= CAPACITY * OVERRUN) {
      closeOutput(output);
      const detail = `${this.#waiting.length} outputs wait to be read: read them with received(), or listen to 'output'`;
      throw new SdkError('resource-exhausted', detail);
    }
    this.#waiting.push(output);
    this.#wake?.();
  }

  /** Nothing more comes. What waits can still be read, unless `isDropped`. Only the first call counts. */
  end({ error, isDropped }: { readonly error?: SdkError | undefined; readonly isDropped: boolean }): void {
    if (this.#end) return;
    this.#end = { error };
    if (isDropped) this.drop();
    this.#wake?.();
  }

  /** Closes what waits and nobody will read. */
  drop(): void {
    for (const output of this.#waiting.splice(0)) closeOutput(output);
    this.#onRoom();
  }

  /**
   * Reads until the end. Whoever stops early leaves the rest to the next reader.
   *
   * @throws {SdkError} `failed-precondition` while somebody else reads; why the pipeline was lost
   */
  async *read(): AsyncGenerator<PipelineOutput, void, undefined> {
    if (this.#isRead) throw new SdkError('failed-precondition', 'somebody reads already: one loop reads at a time');
    this.#isRead = true;
    try {
      for (;;) {
        for (let next = this.#take(); next; next = this.#take()) yield next;
        if (this.#end?.error) throw this.#end.error;
        if (this.#end) return;
        await new Promise<void>((resolve) => {
          this.#wake = resolve;
        });
        this.#wake = undefined;
      }
    } finally {
      this.#isRead = false;
    }
  }

  #take(): PipelineOutput | undefined {
    const wasFull = this.isFull;
    const next = this.#waiting.shift();
    if (wasFull && !this.isFull) this.#onRoom();
    return next;
  }
}

/** Closes the frame of an output that nobody takes. */
export function closeOutput({ data }: PipelineOutput): void {
  if (data.kind === 'video') data.frame.close();
}
