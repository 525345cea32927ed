import type { SdkError } from '@remotemedia/base';
import type { GraphThread, StartThread, ThreadListener } from '../../../hosts/graph-thread.ts';

/**
 * The thread of an attachment, in which one graph follows the other: a swap need not wait for another thread, and what was
 * loaded and warmed up stays so. It is started when it is needed, and again after it died.
 */
export class GraphWorker {
  readonly #startThread: StartThread;
  readonly #listeners = new Set<ThreadListener>();
  #thread: GraphThread | undefined;
  /** What the thread said when it began to listen. */
  #ready: unknown;

  constructor(startThread: StartThread) {
    this.#startThread = startThread;
  }

  /**
   * How a client starts a graph in it.
   *
   * @param frames where pictures come and go, for the other side
   */
  starter(frames: MessagePort): StartThread {
    return (listener) => {
      const thread = this.#use();
      const { port1, port2: control } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<unknown>) => listener.message(data);
      this.#listeners.add(listener);
      // Once the client has its thread.
      if (this.#ready) queueMicrotask(() => listener.message(this.#ready));
      thread.post({ type: 'start', purpose: 'video', frames, control }, [frames, control]);
      return {
        post: (message, transfer) => port1.postMessage(message, transfer),
        terminate: () => {
          this.#listeners.delete(listener);
          port1.close();
        },
      };
    };
  }

  /** Ends the thread at once, whatever it does; graphs that are still in it die of `why`. Idempotent. */
  terminate(why: SdkError): void {
    this.#thread?.terminate();
    this.#thread = undefined;
    this.#ready = undefined;
    const listeners = [...this.#listeners];
    this.#listeners.clear();
    for (const { death } of listeners) death(why);
  }

  #use(): GraphThread {
    this.#thread ??= this.#startThread({
      message: (message) => this.#hear(message),
      death: (error) => this.terminate(error),
    });
    return this.#thread;
  }

  /** The thread itself says nothing but that it listens, and its version; each graph is told. */
  #hear(message: unknown): void {
    this.#ready = message;
    for (const listener of this.#listeners) listener.message(message);
  }
}
