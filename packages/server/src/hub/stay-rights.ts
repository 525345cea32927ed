import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import { acceptedPeers } from '../access/accepted-peers.ts';
import type { Grant } from '../access/grant.ts';
import type { PeerList } from '../access/peer-list.ts';

/** Longest wait of a timer, in milliseconds: a token of a year gets another look then. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** What the peer says of itself that its rights depend on. */
type Metadata = Readonly<Record<string, string>>;

/** What the peer of a stay may do, for how long, and whose messages it accepts. */
export class StayRights {
  readonly #clock: Clock;
  readonly #onExpired: (reason: SdkError) => void;
  #grant: Grant;
  /** Whose messages the peer accepts; everyone's where absent. */
  #accepted: PeerList | undefined;
  #stopLease: Undo = () => {};

  /** @param onExpired called when the grant's time is over */
  constructor(grant: Grant, metadata: Metadata, clock: Clock, onExpired: (reason: SdkError) => void) {
    this.#clock = clock;
    this.#onExpired = onExpired;
    this.#grant = grant;
    this.#accepted = acceptedPeers(grant, metadata);
    this.#armLease();
  }

  /** What the peer may do. */
  get grant(): Grant {
    return this.#grant;
  }

  /** The peer showed a newer token, or changed what it says of itself. */
  renew(grant: Grant, metadata: Metadata): void {
    this.#accepted = acceptedPeers(grant, metadata);
    if (grant === this.#grant) return;
    this.#grant = grant;
    this.#armLease();
  }

  /** Whether the peer accepts messages of that one. */
  accepts(peerId: string): boolean {
    return this.#accepted?.allows(peerId) ?? true;
  }

  /** Waits for nothing any more. Calling it again does nothing. */
  close(): void {
    this.#stopLease();
  }

  #armLease(): void {
    this.#stopLease();
    const { expiresAtMs } = this.#grant;
    if (expiresAtMs === undefined) return;
    const leftMs = Math.max(expiresAtMs - Date.now(), 0);
    const ranOut = new SdkError('unauthenticated', 'the token ran out; join again with a newer one');
    const look = leftMs > MAX_TIMER_MS ? () => this.#armLease() : () => this.#onExpired(ranOut);
    this.#stopLease = this.#clock.after(Math.min(leftMs, MAX_TIMER_MS), look);
  }
}
