import type { PeerInfo, SignalingNotification } from '@remotemedia/protocol/webrtc';
import type { Awaitable } from './awaitable.ts';

/** Who says something. */
export interface Sender {
  /** Names its stay; differs from stay to stay. */
  readonly stayId: string;
  /** What the others know of it. */
  readonly info: PeerInfo;
}

/** What one peer says to another. */
export interface Message {
  /** As the receiver gets it. */
  readonly notification: SignalingNotification;
  /**
   * The number that its sender gave it, from 1 up and within the sender's stay; a message of that number is taken
   * once. 0 for none.
   */
  readonly number: number;
}

/** Someone in a room, on this instance or on another. */
export interface Member {
  /** What the others know of it. */
  readonly info: PeerInfo;
  /** Names its stay. */
  readonly stayId: string;
  /** Whether its stay is held by this instance. */
  readonly isLocal: boolean;
  /** Tells it news of the room. Does nothing for a member of another instance, which tells it itself. */
  notify(notification: SignalingNotification): void;
  /**
   * Passes a message of another peer on.
   *
   * @throws {SdkError} `resource-exhausted` when too much waits for it already; `unavailable` when its instance cannot
   *   be reached, `not-found` when it is gone. A promise rejects with these.
   */
  deliver(from: Sender, message: Message): Awaitable<void>;
}
