import type { CandidateSignal } from '@remotemedia/signaling';

/** Most candidates that wait at one time; a peer that sends more loses the oldest. */
const MAX_WAITING = 256;

/**
 * ICE candidates that came before they can be used. A candidate belongs to the description that carries its
 * `ufrag` (RFC 8839 §5.1), so one that arrives before that description, or for an offer that lost a glare,
 * waits and never disturbs another one.
 */
export class CandidateQueue {
  #waiting: CandidateSignal[] = [];

  /** Candidates that wait. */
  get size(): number {
    return this.#waiting.length;
  }

  /** Keeps a candidate for later. */
  push(candidate: CandidateSignal): void {
    this.#waiting.push(candidate);
    if (this.#waiting.length > MAX_WAITING) this.#waiting.shift();
  }

  /** Takes those out that fit the remote description `sdp`, in the order in which they came. */
  takeFitting(sdp: string): CandidateSignal[] {
    const fitting = this.#waiting.filter((candidate) => fits(candidate, sdp));
    this.#waiting = this.#waiting.filter((candidate) => !fitting.includes(candidate));
    return fitting;
  }
}

/** Whether a candidate belongs to the description `sdp`; one that names no `ufrag` fits any. */
export function fits({ candidate }: CandidateSignal, sdp: string): boolean {
  const ufrag = / ufrag (\S+)/.exec(candidate)?.[1];
  return ufrag === undefined || sdp.includes(`a=ice-ufrag:${ufrag}\r\n`) || sdp.includes(`a=ice-ufrag:${ufrag}\n`);
}
