import { type Clock, SdkError } from '@remotemedia/base';
import { DataLane, type LaneDelivery, type LaneFraming } from '@remotemedia/data';

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

/** A connection with its data channels, made before anything is negotiated; whoever holds it closes it. */
export interface Link {
  /** The platform's connection. */
  readonly connection: RTCPeerConnection;
  /** Its lanes; none without data channels. */
  readonly lanes: PeerLanes | undefined;
  /** What control messages go over; none without data channels. */
  readonly control: RTCDataChannel | undefined;
  /** All its data channels. */
  readonly channels: readonly RTCDataChannel[];
  /** An offer without media that stands ready as the local description; absent when none was begun. */
  readonly offer?: ReadyOffer;
}

/** An offer that is made before it is known for whom. */
export interface ReadyOffer {
  /** Resolves with its SDP when it can be sent. */
  readonly sdp: Promise<string>;
  /** Candidates that were found since and are not in the SDP; whoever negotiates on takes them and the event over. */
  readonly candidates: RTCIceCandidate[];
}

/** How a {@link Link} is made. */
export interface LinkOptions {
  /** Makes the connection. */
  readonly createConnection: () => RTCPeerConnection;
  /** Whether it has data channels. */
  readonly hasLanes: boolean;
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
}

/**
 * Labels of the data channels, for people who look at statistics. The place in the list is the stream id, which both sides
 * know, so a channel opens without a further round trip (RFC 8832 §4). The ids up to 15 are kept for channels of ours.
 */
const LABELS = ['remotemedia', 'control', 'fresh', 'bulk'] as const;

/** Makes a {@link Link} that nothing was offered on. */
export function openLink({ createConnection, hasLanes, clock }: LinkOptions): Link {
  const connection = createConnection();
  if (!hasLanes) return { connection, lanes: undefined, control: undefined, channels: [] };
  const open = (id: number) => {
    const delivery = id === 2 ? { ordered: false, maxRetransmits: 0 } : {};
    return connection.createDataChannel(LABELS[id] ?? '', { negotiated: true, id, ...delivery });
  };
  const [messages, control, fresh, bulk] = [open(0), open(1), open(2), open(3)];
  const lane = (channel: RTCDataChannel, mode: LaneMode) =>
    laneOver(connection, channel, { delivery: { mode }, clock });
  const lanes = {
    messages: lane(messages, 'reliable'),
    fresh: lane(fresh, 'unreliable'),
    bulk: lane(bulk, 'reliable'),
  };
  return { connection, lanes, control, channels: [messages, control, fresh, bulk] };
}

/** How a lane over one channel of a connection works. */
export interface LaneOverOptions {
  /** What the channel was made for. */
  readonly delivery: LaneDelivery;
  /** How messages look on the wire. @default 'native' */
  readonly framing?: LaneFraming;
  /** Where time comes from. @default systemClock */
  readonly clock: Clock | undefined;
}

/** Puts a lane on a data channel, which it owns from now on. */
export function laneOver(
  connection: RTCPeerConnection,
  channel: RTCDataChannel,
  { clock, ...options }: LaneOverOptions,
): DataLane {
  const maxMessageBytes = () => connection.sctp?.maxMessageSize;
  return new DataLane(channel, { ...options, maxMessageBytes, ...(clock && { clock }) });
}

/**
 * Makes a {@link Link} whose offer is being prepared, candidates included, so that it can go out the moment it is
 * known to whom. Without data channels there would be nothing to offer yet.
 *
 * @param seal applied to the SDP before anyone sees it
 */
export function openOfferedLink(options: LinkOptions, seal?: (sdp: string) => Promise<string>): Link {
  const link = openLink(options);
  const { connection } = link;
  const candidates: RTCIceCandidate[] = [];
  connection.onicecandidate = ({ candidate }) => candidate?.candidate && candidates.push(candidate);
  const sdp = connection.setLocalDescription().then(() => {
    candidates.length = 0;
    const offer = connection.localDescription?.sdp ?? '';
    return seal ? seal(offer) : offer;
  });
  // Whoever uses the link hears of it; one that is never used must not be an unhandled rejection.
  sdp.catch(() => {});
  return { ...link, offer: { sdp, candidates } };
}

/** Lets go of a link; those who wait to send on it get `reason`. */
export function closeLink(
  { connection, lanes, channels }: Link,
  reason: SdkError = new SdkError('cancelled', 'the connection was closed'),
): void {
  for (const lane of lanes ? [lanes.messages, lanes.fresh, lanes.bulk] : []) lane.close(reason);
  for (const channel of channels) channel.close();
  connection.close();
}
