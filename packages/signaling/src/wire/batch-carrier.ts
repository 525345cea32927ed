import { backoffMs, type Clock, SdkError, sleep, withDeadline } from '@remotemedia/base';
import { isFatal } from './fatal.ts';
import type { Outbox } from './outbox.ts';
import type { Wire, WireBatch, WireResult } from './wire.ts';

/** Longest wait for the answer to one batch before it is sent again, in milliseconds. */
const BATCH_TIMEOUT_MS = 10_000;
/** Waits between tries while the stream lives. */
const BACKOFF = { initialMs: 100, maxMs: 1_000, multiplier: 2 };

/** What a {@link BatchCarrier} works with. */
export interface BatchCarrierOptions {
  /** Where batches go. */
  readonly wire: Wire;
  /** Where they come from. */
  readonly outbox: Outbox;
  /** Token of the stay while the server can be reached, else `undefined`. */
  readonly token: () => string | undefined;
  /** Number of the last message that arrived; asked for with each batch. */
  readonly acked: () => bigint;
  /** The server does not know the stay any more. */
  readonly onStayLost: (error: SdkError) => void;
  /** Aborts when the channel ends. */
  readonly life: AbortSignal;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** Carries an outbox's batches to the server, one at a time, each until it is answered. */
export class BatchCarrier {
  readonly #options: BatchCarrierOptions;
  #isAtWork = false;
  #giveUpWay: () => void = () => {};

  constructor(options: BatchCarrierOptions) {
    this.#options = options;
  }

  /** Carries what there is as long as the server can be reached. */
  async work(): Promise<void> {
    if (this.#isAtWork) return;
    this.#isAtWork = true;
    try {
      // What is said in one turn goes in one message.
      await Promise.resolve();
      for (let attempt = 0; ; ) {
        const { outbox, acked } = this.#options;
        const token = this.#options.token();
        const batch = token === undefined ? undefined : outbox.take(token, acked);
        if (!batch) return;
        attempt = await this.#try(batch, attempt);
      }
    } finally {
      this.#isAtWork = false;
    }
  }

  /** The stream is a new one: whatever was sent on the old way may never be answered, so it is sent again. */
  renew(): void {
    this.#giveUpWay();
  }

  /** @returns number of tries that failed in a row */
  async #try(batch: WireBatch, attempt: number): Promise<number> {
    const { outbox, onStayLost, life, clock } = this.#options;
    try {
      outbox.settle(await this.#carry(batch));
      return 0;
    } catch (caught) {
      const error = SdkError.from(caught, 'unavailable');
      if (error.code === 'unauthenticated') onStayLost(error);
      else if (isFatal(error) || error.code === 'resource-exhausted') {
        outbox.settle(batch.requests.map(() => ({ ok: false, error })));
        return 0;
      }
      await sleep(backoffMs(BACKOFF, attempt), { signal: life, clock }).catch(() => {});
      return attempt + 1;
    }
  }

  async #carry(batch: WireBatch): Promise<readonly WireResult[]> {
    const { wire, life, clock } = this.#options;
    const way = new AbortController();
    this.#giveUpWay = () => way.abort(new SdkError('unavailable', 'the stream was taken up anew'));
    const signal = AbortSignal.any([way.signal, life]);
    const options = { signal, timeoutMs: BATCH_TIMEOUT_MS, what: 'sending', clock };
    try {
      return await withDeadline((ends) => wire.send(batch, ends), options);
    } finally {
      this.#giveUpWay = () => {};
    }
  }
}
