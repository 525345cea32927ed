import { SdkError } from '@remotemedia/base';
import type { CoderOutput, ThreadReply, ThreadRequest } from '../protocol.ts';
import { checkThreadReply } from '../protocol-checks.ts';
import { type CodecLocations, codecLocations } from '../threads/codec-locations.ts';
import type { CodecThread } from '../threads/codec-thread.ts';
import { openThread } from '../threads/open-thread.ts';

/** A request that waits for its answer. */
export interface PendingRequest {
  /** Whose it is. */
  readonly coder: number;
  /** It was worked off. */
  readonly resolve: () => void;
  /** It never will be. */
  readonly reject: (error: SdkError) => void;
}

/** Whom a link tells of one coder. */
export interface CoderListener {
  /** Outputs of a request, and the request if that were the last of it: the listener has to resolve it. */
  readonly outputs: (outputs: readonly CoderOutput[], request?: PendingRequest) => void;
  /** The session is dead. The listener has to reject these. */
  readonly death: (error: SdkError, pending: readonly PendingRequest[]) => void;
}

/** A request without its number. */
export type Unnumbered = ThreadRequest extends infer R ? (R extends ThreadRequest ? Omit<R, 'id'> : never) : never;

/** The page's end of a thread: numbers requests, knows what is pending and for whom. */
export class ThreadLink {
  /** Where its thread came from. */
  readonly locations: CodecLocations = codecLocations();
  readonly #thread: CodecThread;
  readonly #onDeath: () => void;
  readonly #coders = new Map<number, CoderListener>();
  readonly #pending = new Map<number, PendingRequest>();
  readonly #modules = new Set<number>();
  #lastId = 0;
  #death: SdkError | undefined;

  /**
   * @param onDeath called once when the thread dies by itself
   * @throws {SdkError} `unavailable` when no thread can be made
   */
  constructor(onDeath: () => void) {
    this.#onDeath = onDeath;
    this.#thread = openThread({ message: (message) => this.#receive(message), death: (error) => this.#die(error) });
  }

  /** How many coders it runs. */
  get coderCount(): number {
    return this.#coders.size;
  }

  /** Whether it can be used. */
  get isAlive(): boolean {
    return this.#death === undefined;
  }

  /** Whether the thread has a module already; from now on it has. */
  learn(module: number): boolean {
    if (this.#modules.has(module)) return true;
    this.#modules.add(module);
    return false;
  }

  /** Makes a coder known. */
  join(coder: number, listener: CoderListener): void {
    this.#coders.set(coder, listener);
  }

  /** Forgets a coder, of which nothing is heard any more. @returns what was pending for it, to be rejected */
  leave(coder: number): readonly PendingRequest[] {
    this.#coders.delete(coder);
    return this.#takePending((pending) => pending.coder === coder);
  }

  /** Sends a request; fulfils when it was worked off, which for a `close` is when the session is gone. */
  request(request: Unnumbered, transfer: Transferable[] = []): Promise<void> {
    if (this.#death) return Promise.reject(this.#death);
    this.#lastId += 1;
    const id = this.#lastId;
    return new Promise((resolve, reject) => {
      this.#pending.set(id, { coder: request.coder, resolve, reject });
      this.#holdIfPending();
      try {
        this.#thread.post({ ...request, id }, transfer);
      } catch (error) {
        this.#fail(request.coder, SdkError.from(error, 'invalid-argument'));
      }
    });
  }

  /** Ends the thread at once; whoever is still on it hears `why`. Idempotent. */
  terminate(why: SdkError): void {
    this.#thread.terminate();
    this.#end(why);
  }

  #receive(message: unknown): void {
    try {
      this.#hear(checkThreadReply(message));
    } catch (error) {
      this.#die(SdkError.from(error, 'internal'));
    }
  }

  #hear(reply: ThreadReply): void {
    switch (reply.type) {
      case 'ready':
        return;
      case 'crashed':
        this.#die(new SdkError('unavailable', `the codec worker broke: ${reply.detail}`));
        return;
      case 'failed':
        this.#fail(reply.coder, new SdkError(reply.code, reply.detail));
        return;
      case 'done':
        this.#settle(reply.id, reply.coder, reply.outputs);
        return;
      case 'progress':
        this.#coders.get(reply.coder)?.outputs(reply.outputs);
    }
  }

  #settle(id: number, coder: number, outputs: readonly CoderOutput[]): void {
    const pending = this.#pending.get(id);
    this.#pending.delete(id);
    this.#holdIfPending();
    if (!pending) return;
    const listener = this.#coders.get(coder);
    if (listener) listener.outputs(outputs, pending);
    else pending.resolve();
  }

  #fail(coder: number, error: SdkError): void {
    const listener = this.#coders.get(coder);
    listener?.death(error, this.leave(coder));
  }

  #die(error: SdkError): void {
    if (this.#death) return;
    this.#thread.terminate();
    this.#end(error);
    this.#onDeath();
  }

  #end(error: SdkError): void {
    if (this.#death) return;
    this.#death = error;
    for (const [coder, listener] of [...this.#coders]) listener.death(error, this.leave(coder));
    for (const pending of this.#takePending(() => true)) pending.reject(error);
  }

  #takePending(isMeant: (pending: PendingRequest) => boolean): readonly PendingRequest[] {
    const meant = [...this.#pending].filter(([, pending]) => isMeant(pending));
    for (const [id] of meant) this.#pending.delete(id);
    this.#holdIfPending();
    return meant.map(([, pending]) => pending);
  }

  #holdIfPending(): void {
    this.#thread.hold(this.#pending.size > 0);
  }
}
