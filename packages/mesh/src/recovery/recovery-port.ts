import type { Clock, ReconnectionPolicy } from '@remotemedia/base';
import type { PeerId } from '@remotemedia/signaling';
import type { ReconnectionEvent, RecoveryStatus } from './recovery-state.ts';

/** What `Recovery` does to the connection, and must know of it. */
export interface RecoveryPort {
  /** Whether no offer of ours waits for its answer. */
  isAnswered(): boolean;
  /** Whether the browser believes that there is a path. */
  isBelieved(): boolean;
  /**
   * Offers to look for a new path. An offer that is not answered yet is sent again instead; if it is `isStale`, because
   * our own path has changed since, another one follows its answer.
   */
  restart(how: { readonly isStale: boolean }): void;
  /** Takes a new connection and offers it. @throws {SdkError} when there can be none */
  redial(): void;
  /** Finds out whether the peer can be heard; `Recovery.lostTrust` is called if not. */
  probe(): void;
}

/** Settings of a `Recovery`. */
export interface RecoveryOptions {
  /** Who the connection is to. */
  readonly peerId: PeerId;
  /** When it is tried again, and how often. */
  readonly policy: ReconnectionPolicy;
  /** How long one try may take, the first one included, in milliseconds. */
  readonly timeoutMs: number;
  /** Whether we give way to the other side. */
  readonly polite: boolean;
  /** Whether the other side can be told anything now. */
  readonly isReachable: boolean;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** What a `Recovery` announces. */
export type RecoveryEvents = {
  /** `Recovery.status` changed. */
  change: RecoveryStatus;
  /** It is up again after it was lost. */
  reconnected: ReconnectionEvent;
};
