import type { SdkError } from '@remotemedia/base';
import type { Frame, Outgoing } from '../framing/frame.ts';

/** Where an outbox puts its frames. */
export interface Sink {
  /** Whether the next frame may be written now. */
  hasRoom(): boolean;
  /** Most bytes of a frame. */
  frameBytes(): number;
  /** Hands a frame to the platform; `isLast` of its message. @throws {SdkError} when it does not take it */
  write(frame: Frame, isLast: boolean): void;
}

/** What goes with a message. */
export interface PostOptions {
  /** The caller's way to give up before the message has its turn. */
  readonly signal?: AbortSignal | undefined;
  /** Messages of one tag never overtake each other. */
  readonly tag?: string | undefined;
}

/** Messages that wait to be sent. */
export interface Outbox {
  /** Messages that wait. */
  readonly waiting: number;
  /** Takes a message; settles when it needs nothing of the caller any more. */
  add(message: Outgoing, options: PostOptions): Promise<void>;
  /** Sends what there is room for. */
  pump(): void;
  /** Ends all waiting with `reason`. */
  close(reason: SdkError): void;
}
