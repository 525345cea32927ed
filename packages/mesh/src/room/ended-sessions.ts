import type { PeerId } from '@remotemedia/signaling';
import { sessionOf } from '../negotiation/session-of.ts';

/** Connections of one peer that are remembered after their end. */
const REMEMBERED = 4;

/** Remembers connections that are over, so that an offer that was on its way at their end starts no new one. */
export class EndedSessions {
  readonly #sessions = new Map<PeerId, string[]>();

  /** Remembers the connection that a peer's description `sdp` belonged to. */
  remember(id: PeerId, sdp: string | undefined): void {
    const session = sdp === undefined ? undefined : sessionOf(sdp);
    if (session === undefined) return;
    this.#sessions.set(id, [...(this.#sessions.get(id) ?? []), session].slice(-REMEMBERED));
  }

  /** Whether an offer comes from a connection that is over. */
  isLate(id: PeerId, sdp: string): boolean {
    const session = sessionOf(sdp);
    return session !== undefined && (this.#sessions.get(id)?.includes(session) ?? false);
  }

  /** Forgets a peer that left, or all. */
  forget(id?: PeerId): void {
    if (id === undefined) this.#sessions.clear();
    else this.#sessions.delete(id);
  }
}
