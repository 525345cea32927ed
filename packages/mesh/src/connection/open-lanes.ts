import { type Clock, SdkError } from '@remotemedia/base';
import type { DataLane, LaneDelivery, LaneFraming } from '@remotemedia/data';
import { laneOver } from './lanes.ts';

/** Most lanes that a peer may have open at us at one time. */
const MAX_LANES = 64;
/** Begin of the subprotocol (RFC 8832 §5.1) that tells the other side how messages look on the wire. */
const PROTOCOL = 'remotemedia.';

/** How a lane of the application's works. */
export type OpenLaneOptions = LaneDelivery & {
  /** How messages look on the wire. @default 'native' */
  readonly framing?: LaneFraming;
};

/** What {@link OpenLanes} tell their owner. */
export interface OpenLanesListener {
  /** The peer opened a lane. */
  readonly onLane: (lane: DataLane) => void;
  /** The peer opened more than it may. */
  readonly onFault: (error: SdkError) => void;
}

/** The data channels of one connection that the applications at both ends open, and announce to each other. */
export class OpenLanes {
  readonly #connection: RTCPeerConnection;
  readonly #clock: Clock;
  readonly #theirs = new Set<DataLane>();
  readonly #all = new Set<DataLane>();

  constructor(connection: RTCPeerConnection, clock: Clock, { onLane, onFault }: OpenLanesListener) {
    this.#connection = connection;
    this.#clock = clock;
    connection.ondatachannel = ({ channel }) => {
      if (this.#theirs.size >= MAX_LANES) {
        channel.close();
        onFault(new SdkError('resource-exhausted', `a peer opened more than ${MAX_LANES} lanes; one was refused`));
        return;
      }
      const lane = this.#own(channel, optionsOf(channel));
      this.#theirs.add(lane);
      onLane(lane);
    };
  }

  /** Opens one. @throws {SdkError} `invalid-argument` for a label that cannot be sent, `unavailable` */
  open(label: string, options: OpenLaneOptions): DataLane {
    const { mode, framing = 'native' } = options;
    const delivery = mode === 'unreliable' ? { ordered: false, maxRetransmits: 0 } : {};
    try {
      const protocol = PROTOCOL + framing;
      return this.#own(this.#connection.createDataChannel(label, { ...delivery, protocol }), options);
    } catch (caught) {
      throw SdkError.from(caught, caught instanceof TypeError ? 'invalid-argument' : 'unavailable');
    }
  }

  /** Ends all with `reason`. Calling it again does nothing. */
  close(reason: SdkError): void {
    this.#connection.ondatachannel = null;
    for (const lane of this.#all) lane.close(reason);
  }

  #own(channel: RTCDataChannel, { framing = 'native', ...delivery }: OpenLaneOptions): DataLane {
    const lane = laneOver(this.#connection, channel, { delivery, framing, clock: this.#clock });
    this.#all.add(lane);
    lane.on('close', () => {
      this.#all.delete(lane);
      this.#theirs.delete(lane);
    });
    return lane;
  }
}

/** What the other side chose, as far as it can be seen. */
function optionsOf({ protocol, maxRetransmits, maxPacketLifeTime }: RTCDataChannel): OpenLaneOptions {
  const named = protocol.slice(PROTOCOL.length);
  const framing = named === 'data-buffer' || named === 'envelope' ? named : 'native';
  const isUnreliable = maxRetransmits !== null || maxPacketLifeTime !== null;
  return { mode: isUnreliable ? 'unreliable' : 'reliable', framing };
}
