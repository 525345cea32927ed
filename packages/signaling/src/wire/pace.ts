/** One way of trying, in milliseconds. */
interface Pace {
  /** Until the server has not answered for so long. */
  readonly untilMs: number;
  /** Longest wait between two tries. */
  readonly waitMs: number;
  /** Longest try. With all that overlap, no more than five hang: a browser makes six connections to one origin. */
  readonly tryMs: number;
}

const QUICK: readonly Pace[] = [
  { untilMs: 30_000, waitMs: 600, tryMs: 2_000 },
  { untilMs: 120_000, waitMs: 1_000, tryMs: 4_000 },
];
const SLOW: Pace = { untilMs: Number.POSITIVE_INFINITY, waitMs: 5_000, tryMs: 4_000 };
/** Longest wait then in a page that nobody sees, in milliseconds. */
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
  const pace = paceAt(downMs);
  const mostMs = pace === SLOW && isHidden ? HIDDEN_MS : pace.waitMs;
  return mostMs * (1 - JITTER * random());
}

/** How long one of these tries may take, in milliseconds. */
export function tryMs(downMs: number): number {
  return paceAt(downMs).tryMs;
}

function paceAt(downMs: number): Pace {
  return QUICK.find(({ untilMs }) => downMs < untilMs) ?? SLOW;
}
