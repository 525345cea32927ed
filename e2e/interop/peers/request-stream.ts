import type { MessageInitShape } from '@bufbuild/protobuf';
import type { SignalingRequestSchema } from '@remotemedia/protocol/webrtc';

type Message = MessageInitShape<typeof SignalingRequestSchema>;

/** One request, without its id. */
export type RequestInit = NonNullable<Message['request']>;

/** The requests of a call, sent as they come. */
export class RequestStream implements AsyncIterableIterator<Message> {
  readonly #waiting: Message[] = [];
  #isEnded = false;
  #onChange: () => void = () => {};

  /** Adds one. */
  push(message: Message): void {
    this.#waiting.push(message);
    this.#onChange();
  }

  /** No more will come. */
  end(): void {
    this.#isEnded = true;
    this.#onChange();
  }

  async next(): Promise<IteratorResult<Message>> {
    for (;;) {
      const value = this.#waiting.shift();
      if (value) return { done: false, value };
      if (this.#isEnded) return { done: true, value: undefined };
      await new Promise<void>((resolve) => {
        this.#onChange = resolve;
      });
    }
  }

  async return(): Promise<IteratorResult<Message>> {
    this.end();
    return { done: true, value: undefined };
  }

  throw(): Promise<IteratorResult<Message>> {
    return this.return();
  }

  [Symbol.asyncIterator](): this {
    return this;
  }
}
