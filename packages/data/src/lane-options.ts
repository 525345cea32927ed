import type { Clock, SdkError } from '@remotemedia/base';
import type { DataBuffer } from './framing/data-buffer-types.ts';
import type { LaneFraming } from './framing/load-framing.ts';
import type { LaneMessage } from './lane-message.ts';
import type { FreshLimits, LaneDrop } from './outbox/fresh-outbox.ts';

/** How a lane delivers. */
export type LaneDelivery = { readonly mode: 'reliable' } | ({ readonly mode: 'unreliable' } & FreshLimits);

/** How a {@link DataLane} works. */
export interface DataLaneOptions {
  /** What the channel was made for: everything in order, or the newest soon. */
  readonly delivery: LaneDelivery;
  /**
   * `maxMessageSize` of the connection's SCTP transport, asked at each use. 0 stands for no bound, `undefined` for
   * 65,536 (RFC 8841 §6).
   */
  readonly maxMessageBytes: () => number | undefined;
  /** How messages look on the wire; both sides choose the same. @default 'native' */
  readonly framing?: LaneFraming;
  /** Longest message that is sent or taken, in bytes. @default 16777216 */
  readonly largestMessageBytes?: number;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock;
}

/** How one message is sent. */
export interface LaneSendOptions {
  /** Gives up before the message has its turn; what was sent of it is taken back. */
  readonly signal?: AbortSignal | undefined;
  /** What the receiver sees beside the message, 1–64 characters. */
  readonly tag?: string | undefined;
}

/** What a lane tells. */
export interface DataLaneEvents {
  /** Messages can be sent. */
  open: undefined;
  /** A message came. */
  message: LaneMessage;
  /** The lane has ended; with the reason where there is one. */
  close: SdkError | undefined;
  /** Something came that could not be understood, or not as a whole. The lane goes on. */
  fault: SdkError;
  /** A message of an unreliable lane was not sent. */
  drop: LaneDrop;
  /** A buffer of a pipeline that is no text, JSON or bytes came, on a lane with framing `data-buffer`. */
  buffer: DataBuffer;
  /** A message of this SDK's own came: see `DataLane.post`. */
  post: LaneMessage;
}
