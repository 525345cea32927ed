import { SdkError } from '@remotemedia/base';
import { postTask } from '../../post-task.ts';
import type { SessionHost } from '../host/session-host.ts';
import type { ThreadRequest } from '../protocol.ts';
import type { CodecThread, ThreadListener } from './codec-thread.ts';

/**
 * Runs sessions on this very thread, in slices between which the event loop turns: for places without workers. Nothing
 * is copied on the way, so what is posted is no longer the caller's.
 */
export class InlineThread implements CodecThread {
  readonly #host: Promise<SessionHost | undefined>;
  #isOver = false;

  /** Loads the sessions' code, which pages with workers never need. */
  constructor(listener: ThreadListener) {
    this.#host = import('../host/session-host.ts').then(
      ({ SessionHost }) => new SessionHost((reply) => this.#tell(() => listener.message(reply))),
      (error: unknown) => {
        this.#tell(() => listener.death(SdkError.from(error, 'unavailable')));
        return undefined;
      },
    );
  }

  /** Hands a request over. */
  post(request: ThreadRequest): void {
    void this.#host.then((host) => host?.receive(request));
  }

  /** Does nothing: the tasks themselves keep a process alive. */
  hold(): void {}

  /** Ends all sessions. */
  terminate(): void {
    this.#isOver = true;
    void this.#host.then((host) => host?.close());
  }

  /** In a task of its own, as messages of a real thread are. */
  #tell(what: () => void): void {
    postTask(() => {
      if (!this.#isOver) what();
    });
  }
}
