import { Disposables, sleep } from '@remotemedia/base';
import type { CheckContext } from './check-context.ts';
import type { BandwidthDetails } from './report.ts';
import { Settling } from './settling.ts';

/** Fits into one packet, so that one lost packet is one lost message. */
const MESSAGE_BYTES = 1_100;
/** Most that waits in the browser: enough for 100 Mbit/s between two turns of the event loop. */
const MOST_WAITING_BYTES = 256 * 1024;
/** Fills an unreliable data channel and counts what comes out of the other end. */
export class Flood {
  readonly #near: RTCDataChannel;
  readonly #context: CheckContext;
  readonly #far: RTCDataChannel;
  #sent = 0;
  #received = 0;
  #firstMs = 0;
  #lastMs = 0;

  /** @param near where it goes in @param far where it comes out; both stay the caller's */
  constructor(near: RTCDataChannel, far: RTCDataChannel, context: CheckContext) {
    this.#near = near;
    this.#far = far;
    this.#context = context;
  }

  /** Sends for `durationMs`, or until so many bytes were sent, and waits for what is still on its way. */
  async run(limits: {
    readonly durationMs: number;
    readonly maxBytes: number;
  }): Promise<Pick<BandwidthDetails, 'throughputKbps' | 'measuredMs'>> {
    const undo = new Disposables();
    undo.listen(this.#far, 'message', () => this.#count());
    try {
      await this.#fill(limits);
      const isDone = () => this.#received >= this.#sent;
      await new Settling(this.#context).until(isDone, () => (this.#near.bufferedAmount === 0 ? this.#received : -1));
    } finally {
      undo.dispose();
    }
    const measuredMs = Math.max(1, this.#lastMs - this.#firstMs);
    const bits = Math.max(0, this.#received - 1) * MESSAGE_BYTES * 8;
    return {
      throughputKbps: Math.round(bits / measuredMs),
      measuredMs: Math.round(measuredMs),
    };
  }

  #count(): void {
    this.#lastMs = this.#context.clock.now();
    if (this.#received === 0) this.#firstMs = this.#lastMs;
    this.#received += 1;
  }

  async #fill({ durationMs, maxBytes }: { durationMs: number; maxBytes: number }): Promise<void> {
    const { clock, signal } = this.#context;
    const message = new Uint8Array(MESSAGE_BYTES);
    const endMs = clock.now() + durationMs;
    this.#near.bufferedAmountLowThreshold = MOST_WAITING_BYTES / 2;
    while (clock.now() < endMs && this.#sent * MESSAGE_BYTES < maxBytes && this.#near.readyState === 'open') {
      while (this.#near.bufferedAmount < MOST_WAITING_BYTES && this.#sent * MESSAGE_BYTES < maxBytes) {
        this.#near.send(message);
        this.#sent += 1;
      }
      await this.#headroom(endMs - clock.now(), signal);
    }
  }

  /** Waits until half of what waits has gone, or the time is up. */
  async #headroom(mostMs: number, signal: AbortSignal): Promise<void> {
    const undo = new Disposables();
    const done = new AbortController();
    try {
      const low = new Promise<void>((resolve) => undo.listen(this.#near, 'bufferedamountlow', () => resolve()));
      const wait = sleep(Math.max(0, mostMs), {
        signal: AbortSignal.any([signal, done.signal]),
        clock: this.#context.clock,
      });
      // What is left of the wait is called off below.
      wait.catch(() => {});
      await Promise.race([low, wait]);
    } finally {
      undo.dispose();
      done.abort();
    }
  }
}
