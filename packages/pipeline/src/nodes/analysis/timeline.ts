/** Times are gathered in bins of this length, so that a decision rests on more than one block. */
const BIN_MS = 100;

/** Bins that the slope is of: ten seconds. */
const SLOPE_BINS = 100;

/** Bins that the jitter is of: five seconds. */
const JITTER_BINS = 50;

/** Bins below which no slope is told: two seconds. */
const FEWEST_BINS = 20;

/** Numbers of one bin in the ring: see the names of the offsets. */
const BIN_SIZE = 7;
const ARRIVAL = 0;
const LEAD = 1;
const COUNT = 2;
const INTERVALS = 3;
const ERRORS = 4;
const SQUARES = 5;
const FIRST = 6;

/** How media times and times of arrival run along: lead, slope and jitter. Memory is bounded and never grows. */
export class Timeline {
  readonly #bins: Float64Array = new Float64Array(SLOPE_BINS * BIN_SIZE);
  #current = 0;
  #filled = 0;
  #beginMediaMs = 0;
  #beginMs = 0;
  #lastMediaMs = Number.NaN;
  #lastMs = 0;
  #leadMs = 0;

  /** Media time minus time of arrival, both since the beginning, in ms: above 0 the media is ahead. */
  get leadMs(): number {
    return this.#leadMs;
  }

  /**
   * Takes the next item.
   *
   * @param jumpMs a change of the lead by more than this begins a new line
   * @returns `jump` when it did, `bin` when a bin is complete, that is ten times a second, else `none`
   */
  push(mediaMs: number, arrivalMs: number, jumpMs: number): 'none' | 'bin' | 'jump' {
    if (Number.isNaN(this.#lastMediaMs)) this.#begin(mediaMs, arrivalMs);
    const interval = arrivalMs - this.#lastMs;
    const error = interval - (mediaMs - this.#lastMediaMs);
    this.#leadMs = mediaMs - this.#beginMediaMs - (arrivalMs - this.#beginMs);
    const isJump = this.#filled > 0 && Math.abs(this.#leadMs - this.#meanLead(this.#current)) > jumpMs;
    const isNext = this.#get(this.#current, COUNT) > 0 && arrivalMs - this.#get(this.#current, FIRST) >= BIN_MS;
    this.#lastMediaMs = mediaMs;
    this.#lastMs = arrivalMs;
    if (isJump) this.#filled = 0;
    if (isNext || isJump || this.#filled === 0) this.#next();
    this.#add(arrivalMs, interval, isJump ? 0 : error);
    if (isJump) return 'jump';
    return isNext ? 'bin' : 'none';
  }

  /** By how many ms the lead grows in a second, by least squares over ten seconds; 0 before two are over. */
  get slopeMsPerS(): number {
    const count = this.#filled - 1;
    if (count < FEWEST_BINS) return 0;
    let [x, y, xx, xy] = [0, 0, 0, 0];
    const origin = this.#lastMs;
    for (let back = 1; back <= count; back += 1) {
      const bin = this.#back(back);
      const time = (this.#get(bin, ARRIVAL) / this.#get(bin, COUNT) - origin) / 1000;
      const lead = this.#meanLead(bin);
      x += time;
      y += lead;
      xx += time * time;
      xy += time * lead;
    }
    const spread = count * xx - x * x;
    return spread > 0 ? (count * xy - x * y) / spread : 0;
  }

  /** Standard deviation of how much too early or late items come after one another, in ms, over five seconds. */
  get jitterMs(): number {
    const count = this.#sum(COUNT);
    if (count < 2) return 0;
    const mean = this.#sum(ERRORS) / count;
    return Math.sqrt(Math.max(0, this.#sum(SQUARES) / count - mean * mean));
  }

  /** {@link Timeline.jitterMs} as a part of the mean time between two items; 0 if there is none. */
  get cadenceVariation(): number {
    const mean = this.#sum(INTERVALS) / Math.max(1, this.#sum(COUNT));
    return mean > 0 ? this.jitterMs / mean : 0;
  }

  #begin(mediaMs: number, arrivalMs: number): void {
    this.#beginMediaMs = mediaMs;
    this.#beginMs = arrivalMs;
    this.#lastMediaMs = mediaMs;
    this.#lastMs = arrivalMs;
  }

  #next(): void {
    this.#current = (this.#current + 1) % SLOPE_BINS;
    this.#filled = Math.min(SLOPE_BINS, this.#filled + 1);
    this.#bins.fill(0, this.#current * BIN_SIZE, (this.#current + 1) * BIN_SIZE);
  }

  #add(arrivalMs: number, interval: number, error: number): void {
    const at = this.#current * BIN_SIZE;
    const bins = this.#bins;
    if (bins[at + COUNT] === 0) bins[at + FIRST] = arrivalMs;
    bins[at + ARRIVAL] = (bins[at + ARRIVAL] ?? 0) + arrivalMs;
    bins[at + LEAD] = (bins[at + LEAD] ?? 0) + this.#leadMs;
    bins[at + COUNT] = (bins[at + COUNT] ?? 0) + 1;
    bins[at + INTERVALS] = (bins[at + INTERVALS] ?? 0) + interval;
    bins[at + ERRORS] = (bins[at + ERRORS] ?? 0) + error;
    bins[at + SQUARES] = (bins[at + SQUARES] ?? 0) + error * error;
  }

  #sum(member: number): number {
    let sum = 0;
    for (let back = 0; back < Math.min(this.#filled, JITTER_BINS); back += 1)
      sum += this.#get(this.#back(back), member);
    return sum;
  }

  #meanLead(bin: number): number {
    return this.#get(bin, LEAD) / Math.max(1, this.#get(bin, COUNT));
  }

  #back(steps: number): number {
    return (this.#current - steps + SLOPE_BINS) % SLOPE_BINS;
  }

  #get(bin: number, member: number): number {
    return this.#bins[bin * BIN_SIZE + member] ?? 0;
  }
}
