/** The page's steady clock, in milliseconds since 1970, so that it can be compared with other processes. */
export function now(): number {
  return performance.timeOrigin + performance.now();
}
