/** How far apart the browser's clock and ours may see two samples before ours is believed. */
const TOLERANCE = 2;

/**
 * Growth of counters from one sample to the next. A counter that is new or fell has no growth: after a restart or a
 * change of SSRC it begins anew, and a difference would be a lie.
 */
export class Counters {
  #before = new Map<string, number>();
  #now = new Map<string, number>();
  #atMs: number | undefined;
  #statsAtMs: number | undefined;
  #intervalMs: number | undefined;

  /** Time between this sample and the one before, in milliseconds; `undefined` for the first. */
  get intervalMs(): number | undefined {
    return this.#intervalMs;
  }

  /**
   * Begins a sample. Counters that were not read in the last one are forgotten.
   *
   * @param atMs our clock
   * @param statsAtMs the browser's time of the sample, a better measure unless that clock was set meanwhile
   */
  begin(atMs: number, statsAtMs: number | undefined): void {
    const ours = this.#atMs === undefined ? undefined : atMs - this.#atMs;
    const theirs = this.#statsAtMs === undefined || statsAtMs === undefined ? undefined : statsAtMs - this.#statsAtMs;
    this.#intervalMs = intervalOf(ours, theirs);
    this.#atMs = atMs;
    this.#statsAtMs = statsAtMs;
    this.#before = this.#now;
    this.#now = new Map();
  }

  /** Growth of `key` since the sample before. */
  growth(key: string, value: number | undefined): number | undefined {
    if (value === undefined) return undefined;
    this.#now.set(key, value);
    const before = this.#before.get(key);
    return before === undefined || value < before ? undefined : value - before;
  }

  /** Growth of `key` for each second. */
  perSecond(key: string, value: number | undefined): number | undefined {
    const growth = this.growth(key, value);
    return growth === undefined || this.#intervalMs === undefined ? undefined : (growth * 1_000) / this.#intervalMs;
  }

  /** Growth of a number of bytes in kilobits for each second. */
  kbps(key: string, bytes: number | undefined): number | undefined {
    const perSecond = this.perSecond(key, bytes);
    return perSecond === undefined ? undefined : (perSecond * 8) / 1_000;
  }
}

function intervalOf(ours: number | undefined, theirs: number | undefined): number | undefined {
  if (ours === undefined || ours <= 0) return undefined;
  if (theirs === undefined || theirs * TOLERANCE < ours || theirs > ours * TOLERANCE) return ours;
  return theirs;
}
