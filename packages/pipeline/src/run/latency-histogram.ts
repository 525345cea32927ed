/** Buckets for each doubling: neighbours are 9 % apart, so no percentile is off by more. */
const PER_OCTAVE = 8;

/** 2²⁷ µs are 134 s, longer than any call may take. */
const OCTAVES = 27;

/** How long calls took. The percentiles are exact to 9 %, the others as the clock is. */
export interface LatencySummary {
  /** Calls. */
  readonly count: number;
  /** In µs. */
  readonly meanUs: number;
  /** Half of the calls took no longer, in µs. */
  readonly p50Us: number;
  /** 95 % of the calls took no longer, in µs. */
  readonly p95Us: number;
  /** 99 % of the calls took no longer, in µs. */
  readonly p99Us: number;
  /** The longest call, in µs. */
  readonly maxUs: number;
}

/** Durations in fixed buckets: recording allocates nothing, and the size never changes. */
export class LatencyHistogram {
  readonly #buckets = new Uint32Array(1 + PER_OCTAVE * OCTAVES);
  /** Sum and longest, in µs: in an array, because a number that is a field may be allocated at each change. */
  readonly #totals = new Float64Array(2);
  #count = 0;

  /** Counts one call of `durationUs` microseconds; a clock that went back counts as 0. */
  record(durationUs: number): void {
    const us = Math.max(durationUs, 0);
    const bucket = us < 1 ? 0 : Math.min(this.#buckets.length - 1, 1 + Math.floor(Math.log2(us) * PER_OCTAVE));
    this.#buckets[bucket] = (this.#buckets[bucket] ?? 0) + 1;
    this.#totals[0] = (this.#totals[0] ?? 0) + us;
    if (us > (this.#totals[1] ?? 0)) this.#totals[1] = us;
    this.#count += 1;
  }

  /** What was recorded so far. */
  summary(): LatencySummary {
    const [sum = 0, maxUs = 0] = this.#totals;
    return {
      count: this.#count,
      meanUs: this.#count === 0 ? 0 : sum / this.#count,
      p50Us: this.#percentile(0.5, maxUs),
      p95Us: this.#percentile(0.95, maxUs),
      p99Us: this.#percentile(0.99, maxUs),
      maxUs,
    };
  }

  /** Forgets all. */
  clear(): void {
    this.#buckets.fill(0);
    this.#totals.fill(0);
    this.#count = 0;
  }

  #percentile(share: number, maxUs: number): number {
    if (this.#count === 0) return 0;
    const wanted = Math.ceil(this.#count * share);
    let seen = 0;
    for (let bucket = 0; bucket < this.#buckets.length; bucket += 1) {
      seen += this.#buckets[bucket] ?? 0;
      // The upper end of the bucket: a percentile says what was not exceeded.
      if (seen >= wanted) return Math.min(maxUs, 2 ** (bucket / PER_OCTAVE));
    }
    return maxUs;
  }
}
