import { SdkError, type Undo } from '@remotemedia/base';
import type { LaneMessage, Sendable } from '../lane-message.ts';

/** A request as its handler sees it. */
export type IncomingRequest = LaneMessage & {
  /** Who asks, where the owner of the lane said so. */
  readonly peerId?: string;
  /** Aborts when nobody waits for the answer any more. */
  readonly signal: AbortSignal;
};

/**
 * Answers one kind of request. An `SdkError` that it throws reaches the caller with its code and its sentence; of
 * anything else the caller learns `internal` and nothing more.
 */
export type RequestHandler = (request: IncomingRequest) => Sendable | Promise<Sendable>;

/** Longest name of a method, in characters. */
export const MAX_METHOD_LENGTH = 64;

/** What can be asked of us, by method; shared by the lanes to all peers. */
export class RequestHandlers {
  readonly #handlers = new Map<string, RequestHandler>();

  /**
   * Answers requests of `method` (1–64 characters) from now on.
   *
   * @throws {SdkError} `already-exists` when somebody does already, `invalid-argument` for a name that cannot be sent
   */
  register(method: string, handler: RequestHandler): Undo {
    checkMethod(method);
    if (this.#handlers.has(method)) throw new SdkError('already-exists', `${method} has a handler already`);
    this.#handlers.set(method, handler);
    return () => {
      if (this.#handlers.get(method) === handler) this.#handlers.delete(method);
    };
  }

  /** Who answers `method`. */
  find(method: string): RequestHandler | undefined {
    return this.#handlers.get(method);
  }
}

/** @throws {SdkError} `invalid-argument` for the name of a method that cannot be sent */
export function checkMethod(method: string): void {
  if (method.length > 0 && method.length <= MAX_METHOD_LENGTH) return;
  throw new SdkError(
    'invalid-argument',
    `a method has 1 to ${MAX_METHOD_LENGTH} characters; ${JSON.stringify(method.slice(0, 100))} came`,
  );
}
