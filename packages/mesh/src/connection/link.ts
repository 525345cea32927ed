/**
 * A connection with its data channels, made before anything is negotiated; whoever holds it closes it. It knows nothing of
 * lanes, so that a first one can be made, and its offer be on its way, before the code of the mesh is there.
 */
export interface Link {
  /** The platform's connection. */
  readonly connection: RTCPeerConnection;
  /** Its data channels; none if it was made without. */
  readonly channels: LinkChannels | undefined;
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

/** The data channels that every connection has, by what goes over them. */
export interface LinkChannels {
  /** Messages that arrive once and in order. */
  readonly messages: RTCDataChannel;
  /** Small messages between the SDKs. */
  readonly control: RTCDataChannel;
  /** Messages that arrive soon or not at all. */
  readonly fresh: RTCDataChannel;
  /** Files. */
  readonly bulk: RTCDataChannel;
}

/** How a {@link Link} is made. */
export interface LinkOptions {
  /** Makes the connection. */
  readonly createConnection: () => RTCPeerConnection;
  /** Whether it has data channels. */
  readonly hasLanes: boolean;
}

/**
 * Labels of the data channels, for people who look at statistics. The place in the list is the stream id, which both sides
 * know, so a channel opens without a further round trip (RFC 8832 §4). The ids up to 15 are kept for channels of ours.
 */
const LABELS = ['remotemedia', 'control', 'fresh', 'bulk'] as const;

/** Makes a {@link Link} that nothing was offered on. */
export function openLink({ createConnection, hasLanes }: LinkOptions): Link {
  const connection = createConnection();
  if (!hasLanes) return { connection, channels: undefined };
  const open = (id: number) => {
    const delivery = id === 2 ? { ordered: false, maxRetransmits: 0 } : {};
    return connection.createDataChannel(LABELS[id] ?? '', { negotiated: true, id, ...delivery });
  };
  return { connection, channels: { messages: open(0), control: open(1), fresh: open(2), bulk: open(3) } };
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

/** All data channels of a link. */
export function channelsOf({ channels }: Link): readonly RTCDataChannel[] {
  return Object.values(channels ?? {});
}

/** Lets go of a link. */
export function closeLink(link: Link): void {
  for (const channel of channelsOf(link)) channel.close();
  link.connection.close();
}
