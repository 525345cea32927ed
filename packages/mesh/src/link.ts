import { Lane, type LaneMode } from '@remotemedia/data';

/** A connection with its data channel, made before anything is negotiated; whoever holds it closes it. */
export interface Link {
  /** The platform's connection. */
  readonly connection: RTCPeerConnection;
  /** The data channel; none without a mode. */
  readonly lane: Lane | undefined;
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

/** Makes a {@link Link} that nothing was offered on. */
export function openLink(createConnection: () => RTCPeerConnection, mode: LaneMode | undefined): Link {
  const connection = createConnection();
  return { connection, lane: mode && new Lane(connection, mode) };
}

/**
 * Makes a {@link Link} whose offer is being prepared, candidates included, so that it can go out the moment it is
 * known to whom. Without a data channel there would be nothing to offer yet.
 */
export function openOfferedLink(createConnection: () => RTCPeerConnection, mode: LaneMode): Link {
  const link = openLink(createConnection, mode);
  const { connection } = link;
  const candidates: RTCIceCandidate[] = [];
  connection.onicecandidate = ({ candidate }) => candidate?.candidate && candidates.push(candidate);
  const sdp = connection.setLocalDescription().then(() => {
    candidates.length = 0;
    return connection.localDescription?.sdp ?? '';
  });
  // Whoever uses the link hears of it; one that is never used must not be an unhandled rejection.
  sdp.catch(() => {});
  return { ...link, offer: { sdp, candidates } };
}

/** Lets go of a link that no peer took over. */
export function closeLink({ connection, lane }: Link): void {
  lane?.close();
  connection.close();
}
