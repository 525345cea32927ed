/** When an encoded chunk is heard or seen, as an engine says it. */
interface EngineTimes {
  readonly timestamp: number;
  readonly duration?: number | undefined;
}

/**
 * Times that a chunk can have. Engines count on in 64 bits behind the last time that a page can name, ±(2⁵³−1) µs;
 * chunks behind it all get that time, so that none is lost.
 */
export function chunkTimes({ timestamp, duration }: EngineTimes): { timestamp: number; duration?: number } {
  const last = Number.MAX_SAFE_INTEGER;
  const times = { timestamp: Math.min(last, Math.max(-last, timestamp)) };
  return duration === undefined ? times : { ...times, duration: Math.min(last, duration) };
}
