/** How long tries follow each other quickly, in milliseconds. */
const QUICK_FOR_MS = 120_000;
/** Longest wait between tries at first, later, and later in a page that nobody sees, in milliseconds. */
const QUICK_MS = 1_000;
const SLOW_MS = 5_000;
const HIDDEN_MS = 30_000;
/** Share of the wait that is left to chance, so that not everybody comes back in the same moment. */
const JITTER = 0.3;

/**
 * The wait between two tries to reach a server that does not answer: they cost next to nothing, and its return is to be
 * noticed soon.
 *
 * @param downMs how long it has not answered, in milliseconds
 * @param random uniform in [0, 1)
 */
export function paceMs(downMs: number, isHidden: boolean, random: () => number = Math.random): number {
  const mostMs = downMs < QUICK_FOR_MS ? QUICK_MS : isHidden ? HIDDEN_MS : SLOW_MS;
  return mostMs * (1 - JITTER * random());
}
