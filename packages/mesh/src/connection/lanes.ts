import type { Clock } from '@remotemedia/base';
import { DataLane, type LaneDelivery, type LaneFraming } from '@remotemedia/data';
import type { Link } from './link.ts';

/** How the messages of a mesh are delivered when nothing else is said. */
export type LaneMode = 'reliable' | 'unreliable';

/** The lanes that every connection with data channels has. A new connection has new ones. */
export interface PeerLanes {
  /** Messages that arrive once and in order. */
  readonly messages: DataLane;
  /** Messages that arrive soon or not at all. */
  readonly fresh: DataLane;
  /** Files, so that messages need not wait behind them. */
  readonly bulk: DataLane;
}

/** Puts lanes on the data channels of a link, which they own from now on. */
export function lanesOf({ connection, channels }: Link, clock: Clock): PeerLanes | undefined {
  if (!channels) return undefined;
  const lane = (channel: RTCDataChannel, mode: LaneMode) =>
    laneOver(connection, channel, { delivery: { mode }, clock });
  return {
    messages: lane(channels.messages, 'reliable'),
    fresh: lane(channels.fresh, 'unreliable'),
    bulk: lane(channels.bulk, 'reliable'),
  };
}

/** How a lane over one channel of a connection works. */
export interface LaneOverOptions {
  /** What the channel was made for. */
  readonly delivery: LaneDelivery;
  /** How messages look on the wire. @default 'native' */
  readonly framing?: LaneFraming;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** Puts a lane on a data channel, which it owns from now on. */
export function laneOver(connection: RTCPeerConnection, channel: RTCDataChannel, options: LaneOverOptions): DataLane {
  return new DataLane(channel, { ...options, maxMessageBytes: () => connection.sctp?.maxMessageSize });
}
