import type { Clock } from '@remotemedia/base';
import type { PeerId, PeerInfo } from '@remotemedia/signaling';
import { EndedSessions } from './ended-sessions.ts';
import { MissingPeers } from './missing-peers.ts';

/** Most peers that are known at one time: no room has more, whatever a server says. */
const MAX_KNOWN = 10_000;

/** Who is in the room, as far as the server told us. */
export class Roster {
  /** Connections that are over. */
  readonly ended: EndedSessions = new EndedSessions();
  readonly #known = new Map<PeerId, PeerInfo>();
  readonly #missing: MissingPeers;
  readonly #left = new Set<PeerId>();

  /** @param onGone hears of a peer that was lost with the server's memory and did not return */
  constructor(clock: Clock, onGone: (id: PeerId) => void) {
    this.#missing = new MissingPeers(clock, onGone);
  }

  /** What is known of a peer that is in the room. */
  get(id: PeerId): PeerInfo | undefined {
    return this.#known.get(id);
  }

  /** Whether a peer was lost with the server's memory and may return. */
  isMissing(id: PeerId): boolean {
    return this.#missing.has(id);
  }

  /** Whether the server said that a missing peer left. */
  isSaidToHaveLeft(id: PeerId): boolean {
    return this.#left.has(id);
  }

  /** A peer is in the room. */
  add(info: PeerInfo): void {
    if (this.#known.size >= MAX_KNOWN && !this.#known.has(info.id)) return;
    this.#left.delete(info.id);
    this.#known.set(info.id, info);
    this.#missing.delete(info.id);
  }

  /**
   * The server does not know a peer any more, and we give it `returnMs` milliseconds to show itself.
   *
   * @param isSaid whether the server said that it left
   */
  lose(id: PeerId, returnMs: number, isSaid: boolean): void {
    if (isSaid) this.#left.add(id);
    this.#known.delete(id);
    this.#missing.add(id, returnMs);
  }

  /** A peer left, or nobody matters any more. */
  delete(id?: PeerId): void {
    for (const each of id === undefined ? [...this.#known.keys()] : [id]) {
      this.#known.delete(each);
      this.#left.delete(each);
    }
    this.#missing.delete(id);
    this.ended.forget(id);
  }

  /** Those who are known and not among these. */
  absent(peers: readonly PeerInfo[]): readonly PeerId[] {
    const found = new Set(peers.map(({ id }) => id));
    return [...this.#known.keys()].filter((id) => !found.has(id));
  }
}
