import type { Undo } from '@remotemedia/base';

/** Whether messages get through: `connected`, or `away` while the broker cannot be reached. */
export type BusState = 'connected' | 'away';

/** Longest message that a bus carries, in bytes; NATS refuses more than 1 MiB by default. */
export const MAX_BUS_BYTES: number = 1_000_000;

/** Gets a message. `answer` is there when the sender waits for one; only the first call counts. Must not throw. */
export type BusHandler = (bytes: Uint8Array, answer: ((bytes: Uint8Array) => void) | undefined) => void;

/** Limits of one request. */
export interface BusRequestOptions {
  /** Longest wait for the answer, in milliseconds. */
  readonly timeoutMs: number;
  /**
   * Gets the answer in its place among all that arrives; the promise resolves later, when more may have arrived. Must
   * not throw.
   */
  readonly take?: ((answer: Uint8Array) => void) | undefined;
}

/**
 * Carries messages between the instances of a server. What one instance sends arrives in the order in which it was
 * sent, once or, while the broker is away, not at all.
 *
 * Subjects are words of `A–Z a–z 0–9 _ -` with dots in between; there are no wildcards.
 */
export interface Bus {
  /** Whether messages get through. */
  readonly state: BusState;
  /** Sends to whoever has subscribed. While the bus is away, the message is lost. */
  publish(subject: string, bytes: Uint8Array): void;
  /**
   * Sends to one who has subscribed and waits for the answer.
   *
   * @throws {SdkError} `unavailable` at once when nobody got it, because nobody has subscribed or the bus is away;
   *   `deadline-exceeded` when no answer came, because of the time or because the bus went away: it may have arrived
   */
  request(subject: string, bytes: Uint8Array, options: BusRequestOptions): Promise<Uint8Array>;
  /** Gets what is sent to that subject from now on, also after the bus was away. */
  subscribe(subject: string, handler: BusHandler): Undo;
  /** Hears when {@link Bus.state} changed. */
  onState(handler: (state: BusState) => void): Undo;
  /** Lets go of everything. Idempotent. */
  close(): Promise<void>;
}
