import type { LaneMessage } from '../lane-message.ts';
import type { DataBuffer, DataBufferInit } from './data-buffer-types.ts';
import type { Frame, Outgoing } from './frame.ts';

/** A buffer of a pipeline that is no text, JSON or bytes, on a lane of `DataBuffer`s. */
export interface BufferMessage<Data = DataBuffer> {
  /** Tells it from a `LaneMessage`. */
  readonly kind: 'buffer';
  /** What came or goes. */
  readonly data: Data;
}

/** How messages look on the wire, for one lane. */
export interface Framing {
  /** Most bytes that one message may have on the wire, whatever the channel allows; none without. */
  readonly maxBytes?: number;
  /** Whether longer messages travel in several frames. */
  readonly fragments: boolean;
  /**
   * Prepares a message. One that is no longer than `frameBytes` may go as a text frame.
   *
   * @throws {SdkError} `invalid-argument` for what this framing cannot express
   */
  encode(message: LaneMessage | BufferMessage<DataBufferInit>, frameBytes: number): Outgoing;
  /** Reads a whole message. @throws {SdkError} `invalid-argument` and nothing else, whatever came */
  decode(frame: Frame): LaneMessage | BufferMessage;
}
