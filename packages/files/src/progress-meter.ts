import type { Clock } from '@remotemedia/base';
import type { TransferProgress } from './transfer-state.ts';

/** Progress is told no more often than this. */
const TELL_EVERY_MS = 100;
/** Speed is measured over spans of this length. */
const SAMPLE_MS = 500;
/** Share of the newest span in the speed. */
const NEWEST_SHARE = 0.4;

/** Counts bytes and knows how fast they come. */
export class ProgressMeter {
  readonly #clock: Clock;
  readonly #totalBytes: number;
  #bytes = 0;
  #toldMs = Number.NEGATIVE_INFINITY;
  #sampleMs: number;
  #sampleBytes = 0;
  #bytesPerSecond = 0;

  constructor(clock: Clock, totalBytes: number) {
    this.#clock = clock;
    this.#totalBytes = totalBytes;
    this.#sampleMs = clock.now();
  }

  /** Begins anew from what is there already, which did not come at any speed. */
  restart(bytes: number): void {
    this.#bytes = bytes;
    this.#sampleBytes = bytes;
    this.#sampleMs = this.#clock.now();
  }

  /** Counts. A negative number takes back what turned out to be damaged. */
  add(bytes: number): void {
    this.#bytes = Math.max(0, this.#bytes + bytes);
    const nowMs = this.#clock.now();
    const spentMs = nowMs - this.#sampleMs;
    if (spentMs < SAMPLE_MS) return;
    const newest = (Math.max(0, this.#bytes - this.#sampleBytes) / spentMs) * 1_000;
    const before = this.#bytesPerSecond;
    this.#bytesPerSecond = before === 0 ? newest : before + NEWEST_SHARE * (newest - before);
    this.#sampleMs = nowMs;
    this.#sampleBytes = this.#bytes;
  }

  /** Whether it is time to tell. Asking counts as telling. */
  isDue(): boolean {
    const nowMs = this.#clock.now();
    if (nowMs - this.#toldMs < TELL_EVERY_MS && this.#bytes < this.#totalBytes) return false;
    this.#toldMs = nowMs;
    return true;
  }

  /** How far it is. */
  get progress(): TransferProgress {
    const speed = this.#firstSpeed();
    const leftBytes = this.#totalBytes - this.#bytes;
    const remainingMs = leftBytes === 0 ? 0 : speed > 0 ? Math.round((leftBytes / speed) * 1_000) : undefined;
    return {
      bytes: this.#bytes,
      totalBytes: this.#totalBytes,
      bytesPerSecond: Math.round(speed),
      remainingMs,
    };
  }

  /** Before the first span is full, what has come of it must do. */
  #firstSpeed(): number {
    const spentMs = this.#clock.now() - this.#sampleMs;
    if (this.#bytesPerSecond > 0 || spentMs <= 0) return this.#bytesPerSecond;
    return ((this.#bytes - this.#sampleBytes) / spentMs) * 1_000;
  }
}
