import { SdkError } from '@remotemedia/base';
import type { GraphThread, ThreadListener } from '../graph-thread.ts';
import type { SeatRequest, StartMessage } from '../protocol.ts';
import { whyNotLoaded, workerRefused } from './why-not-loaded.ts';

/** A `Worker` of the browser. */
export class WebThread implements GraphThread {
  readonly #worker: Worker;
  readonly #listener: ThreadListener;
  readonly #url: URL;
  #isReady = false;
  #isOver = false;

  /** @throws {SdkError} `unavailable` when the browser refuses at once */
  constructor(url: URL, listener: ThreadListener) {
    this.#listener = listener;
    this.#url = url;
    this.#worker = startWorker(url);
    this.#worker.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      this.#isReady = true;
      if (!this.#isOver) listener.message(data);
    });
    this.#worker.addEventListener('error', (event) => {
      event.preventDefault();
      void this.#onError(event.message);
    });
    this.#worker.addEventListener('messageerror', () =>
      this.#die(new SdkError('unavailable', "a message of the pipeline's worker could not be read")),
    );
  }

  /** Sends a message. */
  post(message: SeatRequest | StartMessage, transfer: Transferable[]): void {
    this.#worker.postMessage(message, transfer);
  }

  /** Ends the worker at once. */
  terminate(): void {
    this.#isOver = true;
    this.#worker.terminate();
  }

  async #onError(said: string | undefined): Promise<void> {
    if (this.#isReady) {
      this.#die(new SdkError('unavailable', `the pipeline's worker crashed: ${said || 'no reason given'}`));
    } else this.#die(await whyNotLoaded(this.#url.href, said));
  }

  #die(error: SdkError): void {
    if (this.#isOver) return;
    this.terminate();
    this.#listener.death(error);
  }
}

function startWorker(url: URL): Worker {
  try {
    return makeWorker(url.href);
  } catch (error) {
    if (url.origin === location.origin) throw workerRefused(url.href, error);
    return startForeignWorker(url, error);
  }
}

/**
 * Browsers take workers from the page's own origin only. A worker of the page's own that imports the file may do, if the
 * other origin allows it (CORS) and the page allows workers from `blob:`.
 */
function startForeignWorker(url: URL, cause: unknown): Worker {
  const source = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const address = URL.createObjectURL(source);
  try {
    return makeWorker(address);
  } catch {
    throw workerRefused(url.href, cause);
  } finally {
    URL.revokeObjectURL(address);
  }
}

function makeWorker(url: string): Worker {
  return new Worker(url, { type: 'module', name: 'pipeline' });
}
