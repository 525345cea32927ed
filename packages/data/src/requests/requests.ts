import {
  type Clock,
  codeOfStatus,
  SdkError,
  statusNumber,
  systemClock,
  type Undo,
  withDeadline,
} from '@remotemedia/base';
import type { DataLane } from '../data-lane.ts';
import type { LaneMessage, Sendable } from '../lane-message.ts';
import { checkMethod, type RequestHandlers } from './request-handlers.ts';

/** Most requests that are under way at one time, for each side. */
const MAX_OPEN = 256;
/** Most characters of an error's sentence that cross. */
const MAX_DETAIL_LENGTH = 1_024;

/** How one request is made. */
export interface RequestOptions {
  /** Longest wait for the answer, in milliseconds. @default 10000 */
  readonly timeoutMs?: number | undefined;
  /** Gives up early; the handler's signal aborts too. */
  readonly signal?: AbortSignal | undefined;
}

/** What {@link Requests} need to know beside the lane. */
export interface RequestsOptions {
  /** Who is at the other end; handlers see it. */
  readonly peerId?: string;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock;
}

/**
 * Requests and their answers over one reliable lane with our own framing, both ways. They travel as messages of the
 * SDK's own whose tag says what they are: `?` and the number of the request, a space and the method for a request;
 * `=` and the number for its answer; `!`, the number, a space and a gRPC status for an answer that is an error; `-`
 * and the number when nobody waits any more.
 */
export class Requests {
  readonly #lane: DataLane;
  readonly #handlers: RequestHandlers;
  readonly #options: RequestsOptions;
  readonly #asked = new Map<string, (answer: LaneMessage | SdkError) => void>();
  readonly #answering = new Map<string, AbortController>();
  readonly #undo: readonly Undo[];
  #ids = 0;

  /**
   * Asks and answers from now on, until {@link Requests.close}.
   *
   * @param lane carries questions and answers; it stays its owner's
   * @param handlers answer what is asked of us
   */
  constructor(lane: DataLane, handlers: RequestHandlers, options: RequestsOptions = {}) {
    this.#lane = lane;
    this.#handlers = handlers;
    this.#options = options;
    this.#undo = [
      lane.on('post', (message) => this.#onPost(message)),
      lane.on('close', (reason) => this.close(reason)),
    ];
  }

  /**
   * Asks the peer and waits for its answer.
   *
   * @throws {SdkError} what the handler threw, `unimplemented` when the peer has none, `deadline-exceeded`, `cancelled`
   *   by `signal`, `resource-exhausted` when 256 requests are under way, or why the lane ended
   */
  async request(method: string, data: Sendable, options: RequestOptions = {}): Promise<LaneMessage> {
    checkMethod(method);
    const { timeoutMs = 10_000, signal } = options;
    if (this.#asked.size >= MAX_OPEN) {
      throw new SdkError('resource-exhausted', `${MAX_OPEN} requests are under way; await some of them`);
    }
    this.#ids += 1;
    const id = this.#ids.toString(36);
    const wait = { signal, timeoutMs, what: `the answer to ${method}`, clock: this.#options.clock ?? systemClock };
    try {
      return await withDeadline((ends) => this.#ask(id, method, data, ends), wait);
    } catch (error) {
      if (this.#asked.delete(id)) this.#tell('', `-${id}`);
      throw error;
    }
  }

  /** Ends all requests with `reason`, ours and those we answer. Calling it again does nothing. */
  close(reason: SdkError = new SdkError('cancelled', 'the lane was closed')): void {
    for (const undo of this.#undo) undo();
    for (const settle of this.#asked.values()) settle(reason);
    for (const controller of this.#answering.values()) controller.abort(reason);
    this.#asked.clear();
    this.#answering.clear();
  }

  #ask(id: string, method: string, data: Sendable, ends: AbortSignal): Promise<LaneMessage> {
    return new Promise((resolve, reject) => {
      this.#asked.set(id, (answer) => (answer instanceof SdkError ? reject(answer) : resolve(answer)));
      this.#lane.post(data, `?${id} ${method}`, ends).catch((error) => {
        this.#asked.delete(id);
        reject(error);
      });
    });
  }

  #onPost(message: LaneMessage): void {
    const { tag = '', ...content } = message;
    const space = `${tag} `.indexOf(' ');
    const id = tag.slice(1, space);
    const rest = tag.slice(space + 1);
    if (tag[0] === '?') void this.#answer(id, rest, content);
    else if (tag[0] === '-') this.#answering.get(id)?.abort(new SdkError('cancelled', 'the caller gave up'));
    else {
      const settle = this.#asked.get(id);
      this.#asked.delete(id);
      if (tag[0] === '=') settle?.(content);
      else settle?.(new SdkError(codeOfStatus(Number(rest)), detailIn(content)));
    }
  }

  async #answer(id: string, method: string, content: LaneMessage): Promise<void> {
    if (this.#answering.has(id)) return;
    const controller = new AbortController();
    const { signal } = controller;
    const { peerId } = this.#options;
    try {
      if (this.#answering.size >= MAX_OPEN) throw new SdkError('resource-exhausted', 'too many requests are under way');
      this.#answering.set(id, controller);
      const handler = this.#handlers.find(method);
      if (!handler) throw new SdkError('unimplemented', `nobody answers ${method} here`);
      const answer = await handler({ ...content, signal, ...(peerId !== undefined && { peerId }) });
      if (!signal.aborted) await this.#lane.post(answer, `=${id}`, signal);
    } catch (caught) {
      const error = caught instanceof SdkError ? caught : new SdkError('internal', 'the handler failed');
      if (!signal.aborted) this.#tell(error.detail.slice(0, MAX_DETAIL_LENGTH), `!${id} ${statusNumber(error.code)}`);
    } finally {
      if (this.#answering.get(id) === controller) this.#answering.delete(id);
    }
  }

  /** Sends what nobody waits for; a lane that has ended needs no telling. */
  #tell(text: string, tag: string): void {
    this.#lane.post(text, tag).catch(() => {});
  }
}

/** The sentence of an error that came; an answer that is no text has none. */
function detailIn({ kind, data }: LaneMessage): string {
  return kind === 'text' ? data.slice(0, MAX_DETAIL_LENGTH) : '';
}
