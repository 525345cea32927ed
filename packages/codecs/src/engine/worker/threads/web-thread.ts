import { SdkError } from '@remotemedia/base';
import type { ThreadRequest } from '../protocol.ts';
import type { CodecThread, ThreadListener } from './codec-thread.ts';
import { whyWorkerFailed, workerRefused } from './load-failure.ts';

/** A `Worker` of the browser. */
export class WebThread implements CodecThread {
  readonly #worker: Worker;
  readonly #listener: ThreadListener;
  readonly #url: URL;
  #isReady = false;
  #isOver = false;

  /** @throws {SdkError} `unavailable` when the browser refuses at once */
  constructor(listener: ThreadListener, url: URL) {
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
      this.#die(new SdkError('unavailable', 'a message of the codec worker could not be read')),
    );
  }

  /** Sends a request. */
  post(request: ThreadRequest, transfer: Transferable[]): void {
    this.#worker.postMessage(request, transfer);
  }

  /** Does nothing: a page lives as long as its tab. */
  hold(): void {}

  /** Ends the worker at once. */
  terminate(): void {
    this.#isOver = true;
    this.#worker.terminate();
  }

  async #onError(said: string | undefined): Promise<void> {
    if (this.#isReady) this.#die(new SdkError('unavailable', `the codec worker crashed: ${said || 'no reason given'}`));
    else this.#die(await whyWorkerFailed(this.#url.href, said));
  }

  #die(error: SdkError): void {
    if (this.#isOver) return;
    this.terminate();
    this.#listener.death(error);
  }
}

function startWorker(url: URL): Worker {
  try {
    return makeWorker(url);
  } catch (error) {
    if (url.origin === location.origin) throw workerRefused(url.href, error);
    return startForeignWorker(url, error);
  }
}

/**
 * A browser takes a worker from the page's own origin only. A worker of the page's that does nothing but import the
 * file may do, if the other origin allows it by CORS and the page's content security policy allows `blob:` workers.
 */
function startForeignWorker(url: URL, cause: unknown): Worker {
  const importer = new Blob([`import ${JSON.stringify(url.href)};`], { type: 'text/javascript' });
  const address = URL.createObjectURL(importer);
  try {
    return makeWorker(address);
  } catch {
    throw workerRefused(url.href, cause);
  } finally {
    // The worker has its own hold of the blob by now.
    URL.revokeObjectURL(address);
  }
}

function makeWorker(url: URL | string): Worker {
  return new Worker(url, { type: 'module', name: 'codecs' });
}
