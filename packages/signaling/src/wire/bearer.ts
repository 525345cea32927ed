import { type Clock, SdkError, type Undo, withDeadline } from '@remotemedia/base';
import { NoAnswer } from './no-answer.ts';

/** Part of a token's life after which a newer one is shown. */
const RENEW_AT = 0.8;
/** Least time until a newer one is shown, in milliseconds, however soon the token is said to run out. */
const LEAST_MS = 1_000;
/** Longest wait of a timer, in milliseconds: a token of a year gets another look then. */
const MAX_TIMER_MS = 2 ** 31 - 1;
/** Longest wait for a token, and for the server to take it, in milliseconds. */
const TIMEOUT_MS = 10_000;
/** How soon a renewal that failed is tried again, in milliseconds. */
const RETRY_MS = 5_000;

/**
 * Gives the token that says who we are: an application's, for example a JWT. Whatever it throws is taken for a failure that
 * passes, once the room was entered; an `SdkError` `unauthenticated` or `permission-denied` ends the stay.
 */
export type GetToken = () => string | Promise<string>;

/** Settings of a {@link Bearer}. */
export interface BearerOptions {
  /** Gives tokens; absent where the server wants none. */
  readonly getToken?: GetToken | undefined;
  /** Shows the server a newer token. */
  readonly show: (token: string) => Promise<void>;
  /** Whether the server can be told now; a stream that is opened later shows a token of its own. */
  readonly isInTouch: () => boolean;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Aborts when no token is wanted any more. */
  readonly signal: AbortSignal;
}

/** Keeps the server convinced of who we are: fetches a token for each stream, and a newer one before it runs out. */
export class Bearer {
  readonly #options: BearerOptions;
  #stopTimer: Undo = () => {};
  #isClosed = false;
  /** The newest token, until another one is due. */
  #known: string | undefined;

  /** @param options see {@link BearerOptions} */
  constructor(options: BearerOptions) {
    this.#options = options;
  }

  /**
   * A token for a new stream.
   *
   * @param isFresh whether one that was shown before will not do, although it has not run out
   * @throws {SdkError} `unauthenticated` when the application could not give one
   */
  async token(isFresh: boolean): Promise<string | undefined> {
    const { getToken, clock, signal } = this.#options;
    if (!getToken || (this.#known !== undefined && !isFresh)) return this.#known;
    const options = { timeoutMs: TIMEOUT_MS, what: 'getToken', clock, signal };
    try {
      this.#known = await withDeadline(async () => getToken(), options);
      return this.#known;
    } catch (cause) {
      const isAnswer = cause instanceof SdkError && ['unauthenticated', 'permission-denied'].includes(cause.code);
      if (isAnswer || signal.aborted) throw cause;
      throw new NoAnswer('unauthenticated', 'getToken failed', { cause });
    }
  }

  /** The token that was shown runs out after `expiresInMs` milliseconds; 0 for never. */
  expires(expiresInMs: number): void {
    this.#stopTimer();
    if (expiresInMs <= 0 || !this.#options.getToken || this.#isClosed) return;
    this.#renewIn(Math.min(Math.max(expiresInMs * RENEW_AT, LEAST_MS), MAX_TIMER_MS));
  }

  /** Fetches nothing any more. Calling it again does nothing. */
  close(): void {
    this.#isClosed = true;
    this.#known = undefined;
    this.#stopTimer();
  }

  async #renew(): Promise<void> {
    this.#known = undefined;
    if (!this.#options.isInTouch()) return;
    try {
      const token = await this.token(true);
      if (token === undefined || this.#isClosed) return;
      const { show, clock, signal } = this.#options;
      await withDeadline(() => show(token), { timeoutMs: TIMEOUT_MS, what: 'showing the newer token', clock, signal });
    } catch {
      // The stream ends with the reason if no newer token gets through in time.
      if (!this.#isClosed) this.#renewIn(RETRY_MS);
    }
  }

  #renewIn(waitMs: number): void {
    this.#stopTimer();
    this.#stopTimer = this.#options.clock.after(waitMs, () => void this.#renew());
  }
}
