import { type Clock, SdkError } from '@remotemedia/base';
import type { Bearer } from './bearer.ts';
import { believable } from './believable.ts';
import { NoAnswer } from './no-answer.ts';
import { Pulse } from './pulse.ts';
import type { StreamIntent, StreamMessage, Wire } from './wire.ts';

/** What a {@link StreamReader} works with. */
export interface StreamReaderOptions {
  /** Where streams are opened. */
  readonly wire: Wire;
  /** Gives the token that is shown with each. */
  readonly bearer: Bearer;
  /** Aborts when the channel ends. */
  readonly life: AbortSignal;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes what arrives. */
  readonly take: (message: StreamMessage) => void;
}

/** How a stream ended. */
export interface StreamEnd {
  /** Why. */
  readonly error: SdkError;
  /** For how long it was ours, in milliseconds; `undefined` when it could not be opened. */
  readonly livedMs: number | undefined;
}

/** Reads streams, one at a time, each until it ends or goes silent. */
export class StreamReader {
  readonly #options: StreamReaderOptions;
  #pulse: Pulse | undefined;
  #giveUp: (error: SdkError) => void = () => {};

  /** @param options see {@link StreamReaderOptions} */
  constructor(options: StreamReaderOptions) {
    this.#options = options;
  }

  /** There is reason to believe that the path is dead: the stream has to show soon that it is not. */
  suspect(): void {
    this.#pulse?.suspect();
  }

  /** Ends the stream that is read now, if there is one. */
  giveUp(error: SdkError): void {
    this.#giveUp(error);
  }

  /** Reads one stream to its end. @param firstMs how long its first message may take, in milliseconds */
  async read(intent: StreamIntent, firstMs: number): Promise<StreamEnd> {
    const { wire, bearer, life, clock, take } = this.#options;
    const controller = new AbortController();
    let readyMs: number | undefined;
    let givenUp: SdkError | undefined;
    this.#giveUp = (error) => {
      givenUp ??= error;
      controller.abort(error);
    };
    const onLifeEnds = () => {
      this.#pulse?.close();
      controller.abort(life.reason);
    };
    life.addEventListener('abort', onLifeEnds);
    const end = (error: SdkError) => ({ error, livedMs: readyMs === undefined ? undefined : clock.now() - readyMs });
    try {
      const token = await bearer.token(intent.type === 'announce');
      controller.signal.throwIfAborted();
      const pulse = new Pulse({
        clock,
        firstMs,
        ask: () => wire.ping(),
        reach: (signal) => wire.reach(signal),
        onDead: this.#giveUp,
      });
      this.#pulse = pulse;
      for await (const read of wire.open(intent, controller.signal, token)) {
        if (life.aborted) break;
        const message = read.type === 'ready' ? believable(read) : read;
        if (message.type === 'ready') readyMs = clock.now();
        pulse.heard(message.type === 'ready' ? message.heartbeatIntervalMs : undefined);
        take(message);
      }
      return end(givenUp ?? new NoAnswer('unavailable', 'the server ended the stream'));
    } catch (caught) {
      return end(givenUp ?? SdkError.from(caught, 'unavailable'));
    } finally {
      this.#pulse?.close();
      this.#pulse = undefined;
      this.#giveUp = () => {};
      life.removeEventListener('abort', onLifeEnds);
      controller.abort();
    }
  }
}
