import { SdkError } from '@remotemedia/base';
import type { ThreadRequest } from '../protocol.ts';
import type { CodecThread, ThreadListener } from './codec-thread.ts';
import type { NodeWorker, WorkerThreads } from './node-parts.ts';

/** A thread of Node (`worker_threads`). */
export class NodeThread implements CodecThread {
  readonly #worker: NodeWorker;
  readonly #listener: ThreadListener;
  #isOver = false;

  /** @throws {SdkError} `unavailable` when the thread cannot be made */
  constructor(listener: ThreadListener, url: URL, threads: WorkerThreads) {
    this.#listener = listener;
    this.#worker = startWorker(url, threads);
    // A thread alone must not keep the process alive.
    this.#worker.unref();
    this.#worker.on('message', (message) => {
      if (!this.#isOver) listener.message(message);
    });
    this.#worker.on('error', (error) => this.#die(`the codec worker ${url.href} crashed: ${textOf(error)}`, error));
    this.#worker.on('messageerror', (error) => this.#die('a message of the codec worker could not be read', error));
    this.#worker.on('exit', (code) => this.#die(`the codec worker ended itself with code ${code}`));
  }

  /** Sends a request. */
  post(request: ThreadRequest, transfer: Transferable[]): void {
    this.#worker.postMessage(request, transfer);
  }

  /** Keeps the process alive while something is pending. */
  hold(isPending: boolean): void {
    if (this.#isOver) return;
    if (isPending) this.#worker.ref();
    else this.#worker.unref();
  }

  /** Ends the thread at once. */
  terminate(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#worker.unref();
    void this.#worker.terminate();
  }

  #die(detail: string, cause?: unknown): void {
    if (this.#isOver) return;
    this.terminate();
    this.#listener.death(new SdkError('unavailable', detail, { cause }));
  }
}

function startWorker(url: URL, { Worker }: WorkerThreads): NodeWorker {
  try {
    return new Worker(url, { name: 'codecs', execArgv: [] });
  } catch (error) {
    throw new SdkError('unavailable', `no codec worker can be made from ${url.href}: ${textOf(error)}`, {
      cause: error,
    });
  }
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
