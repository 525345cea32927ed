import { SdkError } from '@remotemedia/base';
import type { GraphThread, ThreadListener } from '../graph-thread.ts';
import type { SeatRequest, StartMessage } from '../protocol.ts';
import { type NodeWorker, runsTypeScript, type WorkerThreads } from './node-parts.ts';

/** A thread of Node. Like an open socket, it keeps the process alive until it is closed. */
export class NodeThread implements GraphThread {
  readonly #worker: NodeWorker;
  readonly #listener: ThreadListener;
  #isOver = false;

  /** @throws {SdkError} `unavailable` when the thread cannot be made */
  constructor(url: URL, { Worker }: WorkerThreads, listener: ThreadListener) {
    this.#listener = listener;
    this.#worker = startWorker(url, Worker);
    this.#worker.on('message', (message) => {
      if (!this.#isOver) listener.message(message);
    });
    this.#worker.on('error', (error) =>
      this.#die(`the pipeline's thread ${url.href} crashed: ${textOf(error)}`, error),
    );
    this.#worker.on('messageerror', (error) =>
      this.#die("a message of the pipeline's thread could not be read", error),
    );
    this.#worker.on('exit', (code) => this.#die(`the pipeline's thread ended itself with code ${String(code)}`));
  }

  /** Sends a message. */
  post(message: SeatRequest | StartMessage, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Ends the thread at once. */
  terminate(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    void this.#worker.terminate();
  }

  #die(detail: string, cause?: unknown): void {
    if (this.#isOver) return;
    this.terminate();
    this.#listener.death(new SdkError('unavailable', detail, { cause }));
  }
}

function startWorker(url: URL, Worker: WorkerThreads['Worker']): NodeWorker {
  if (url.pathname.endsWith('.ts') && !runsTypeScript()) {
    const detail = `this Node runs no TypeScript, such as ${url.href}: give the built file as workerUrl, or run inline`;
    throw new SdkError('unavailable', detail);
  }
  try {
    return new Worker(url, { name: 'pipeline', execArgv: [] });
  } catch (cause) {
    throw new SdkError('unavailable', `no thread can be made of ${url.href}: ${textOf(cause)}`, { cause });
  }
}

function textOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
