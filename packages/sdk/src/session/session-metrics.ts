import { type Clock, SdkError } from '@remotemedia/base';
import type { LaneMessage, Sendable } from '@remotemedia/data';

/** What went through a session. Upstream's `SessionMetrics`, as far as messages go. */
export interface SessionMetrics {
  /** Messages that peers of the session sent. */
  readonly messagesIn: number;
  /** Messages that were sent, counted once for each peer. */
  readonly messagesOut: number;
  /** Messages that could not be sent to a peer. */
  readonly routingErrors: number;
  /** Messages that were lost because their reader was slow. */
  readonly dropped: number;
  /** Bytes of content that came. */
  readonly bytesReceived: number;
  /** Bytes of content that were sent. */
  readonly bytesSent: number;
  /** Time from `send` until the browser had taken the message, in microseconds: moving average, weight 0.1. */
  readonly avgLatencyUs: number;
  /** Longest of these times, in microseconds. */
  readonly maxLatencyUs: number;
  /** When something went through last, on the session's clock in milliseconds; 0 for never. */
  readonly lastActivityMs: number;
}

/** Weight of the newest latency in the average, as upstream has it. */
const WEIGHT = 0.1;

/** Counts what goes through a session. */
export class SessionCounter {
  readonly #clock: Clock;
  #counts: Omit<SessionMetrics, 'dropped'> = {
    messagesIn: 0,
    messagesOut: 0,
    routingErrors: 0,
    bytesReceived: 0,
    bytesSent: 0,
    avgLatencyUs: 0,
    maxLatencyUs: 0,
    lastActivityMs: 0,
  };

  /** @param clock where time comes from */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What was counted until now. */
  read(dropped: number): SessionMetrics {
    return { ...this.#counts, dropped };
  }

  /** Counts a message that came. @param sizeBytes see {@link sizeOf} */
  received(sizeBytes: number): void {
    const { messagesIn, bytesReceived } = this.#counts;
    this.#note({ messagesIn: messagesIn + 1, bytesReceived: bytesReceived + sizeBytes });
  }

  /** Counts one try to send, and how long it took. @throws what `work` throws */
  async send(data: Sendable, work: () => Promise<void>): Promise<void> {
    const startMs = this.#clock.now();
    try {
      await work();
    } catch (caught) {
      const error = SdkError.from(caught);
      if (error.code !== 'cancelled') this.#note({ routingErrors: this.#counts.routingErrors + 1 });
      throw error;
    }
    const tookUs = (this.#clock.now() - startMs) * 1_000;
    const { messagesOut, bytesSent, avgLatencyUs, maxLatencyUs } = this.#counts;
    this.#note({
      messagesOut: messagesOut + 1,
      bytesSent: bytesSent + sizeOf(data),
      avgLatencyUs: messagesOut === 0 ? tookUs : avgLatencyUs + WEIGHT * (tookUs - avgLatencyUs),
      maxLatencyUs: Math.max(maxLatencyUs, tookUs),
    });
  }

  #note(change: Partial<SessionMetrics>): void {
    this.#counts = { ...this.#counts, ...change, lastActivityMs: this.#clock.now() };
  }
}

/** Bytes of content. Those of a text that is not ASCII alone, and of JSON, are estimated by its length. */
export function sizeOf(data: LaneMessage['data'] | Sendable): number {
  if (data instanceof Uint8Array) return data.byteLength;
  return typeof data === 'string' ? data.length : (JSON.stringify(data)?.length ?? 0);
}
