import type { BreakerState, SdkError } from '@remotemedia/base';
import type { PeerId } from '@remotemedia/signaling';

/**
 * What is done about a lost connection. `disconnected`: wait, it may come back by itself; `restarting`: look for a new
 * path (ICE restart); `redialling`: take a new connection; `waiting`: until the next try, or for the way to the server;
 * `given-up`: until the breaker lets a try through, a sign that the path is back, or `retryNow()`.
 */
export type RecoveryStage = 'disconnected' | 'restarting' | 'redialling' | 'waiting' | 'given-up';

/** Where a connection is, its end aside: the states of a peer that are not `closed`. */
export type RecoveryStatus =
  /** Being set up. */
  | { readonly kind: 'connecting' }
  /** Media and data flow. */
  | { readonly kind: 'connected' }
  /**
   * It was connected, or could not be at first, and is being restored. Tracks and data channels stay the same unless it
   * takes a new connection (`redialling`). `attempt`: tries so far. `nextRetryAtMs`: when the next one is, as
   * `performance.now()` counts; absent while one runs, and while we wait for the path or for the way to the server.
   */
  | {
      readonly kind: 'recovering';
      readonly stage: RecoveryStage;
      readonly attempt: number;
      readonly nextRetryAtMs?: number;
      readonly error?: SdkError;
    };

/** How the recovery of one connection stands. */
export interface PeerRecovery {
  /** Whether tries are let through. */
  readonly breaker: BreakerState;
  /** Tries since the connection was up. */
  readonly attempt: number;
  /** When the next try is, as `performance.now()` counts. */
  readonly nextRetryAtMs?: number;
  /** Why the last try failed. */
  readonly lastError?: SdkError;
}

/** A connection was restored. Upstream's event of this name, and what we know beside. */
export interface ReconnectionEvent {
  /** Who. */
  readonly peerId: PeerId;
  /** `blip`: it came back by itself; `restart`: a new path, tracks and channels the same; `full`: a new connection. */
  readonly kind: 'blip' | 'restart' | 'full';
  /** From noticing the loss until it was back, in milliseconds. */
  readonly durationMs: number;
  /** How long it had been up before, in milliseconds; absent if it never was. */
  readonly previousDurationMs?: number;
  /** Whether `kind` is `full`. */
  readonly isFullReconnect: boolean;
}

/** How a connection is restored on request. */
export interface ReconnectOptions {
  /** Stops the wait; the call then rejects with `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Whether to take a new connection, with new tracks and data channels, instead of a new path. @default false */
  readonly full?: boolean | undefined;
}
