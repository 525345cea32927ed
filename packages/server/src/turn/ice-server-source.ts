import { type Clock, systemClock, type Undo } from '@remotemedia/base';
import type { IceServer } from '../server-options.ts';
import { mintTurnCredentials } from './turn-credentials.ts';
import type { TurnSettings } from './turn-options.ts';

/** What a peer is told to use. */
export interface IceServerGrant {
  /** All STUN and TURN servers for this peer. */
  readonly iceServers: readonly IceServer[];
  /** How long all of them are of use, in milliseconds from now; absent when they always are. */
  readonly expiresInMs?: number;
  /** When to ask for the next ones, in milliseconds from now; absent when there is nothing to renew. */
  readonly renewAfterMs?: number;
}

/** What an {@link IceServerSource} is made of. */
export interface IceServerParts {
  /** Servers that are the same for everyone. */
  readonly iceServers: readonly IceServer[];
  /** The TURN server for which each peer gets credentials of its own. @default none */
  readonly turn?: TurnSettings | undefined;
  /** What {@link IceServerSource.keep} waits by. @default systemClock */
  readonly clock?: Clock | undefined;
  /** Unix time in milliseconds: credentials name a time that another machine must understand. @default Date.now */
  readonly unixNowMs?: (() => number) | undefined;
}

/** The part of their time after which credentials are renewed. The rest is for a peer that is out of touch. */
const RENEW_AFTER = 0.75;

/** Tells each peer which STUN and TURN servers to use. Keeps nothing about peers. */
export class IceServerSource {
  readonly #iceServers: readonly IceServer[];
  readonly #turn: TurnSettings | undefined;
  readonly #clock: Clock;
  readonly #unixNowMs: () => number;

  /** @param parts the servers, and where time comes from */
  constructor({ iceServers, turn, clock = systemClock, unixNowMs = Date.now }: IceServerParts) {
    this.#iceServers = iceServers;
    this.#turn = turn;
    this.#clock = clock;
    this.#unixNowMs = unixNowMs;
  }

  /** The servers for one peer, with fresh credentials. */
  grantFor(peerId: string): IceServerGrant {
    if (!this.#turn) return { iceServers: this.#iceServers };
    const nowMs = this.#unixNowMs();
    const { iceServer, expiresAtMs } = mintTurnCredentials(this.#turn, peerId, nowMs);
    const expiresInMs = expiresAtMs - nowMs;
    const renewAfterMs = Math.floor(expiresInMs * RENEW_AFTER);
    return { iceServers: [...this.#iceServers, iceServer], expiresInMs, renewAfterMs };
  }

  /**
   * Gives a peer its servers now, before this returns, and again each time before they expire. Has one timer at most.
   *
   * @param give must not throw
   * @returns ends it; calling it again does nothing
   */
  keep(peerId: string, give: (grant: IceServerGrant) => void): Undo {
    let stopTimer: Undo = () => {};
    const renew = (): void => {
      const grant = this.grantFor(peerId);
      if (grant.renewAfterMs !== undefined) stopTimer = this.#clock.after(grant.renewAfterMs, renew);
      // Last, so that whoever ends it meanwhile ends this timer.
      give(grant);
    };
    renew();
    return () => stopTimer();
  }
}
