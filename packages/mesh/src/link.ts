import { DataLane, type LaneMode } from './data-lane.ts';

/** A connection with its data channel, made before anything is negotiated; whoever holds it closes it. */
export interface Link {
  /** The platform's connection. */
  readonly connection: RTCPeerConnection;
  /** The data channel; none without a mode. */
  readonly lane: DataLane | undefined;
  /** Resolves when an offer without media stands ready as the local description; absent when none was begun. */
  readonly offered?: Promise<void>;
}

/** Makes a {@link Link} that nothing was offered on. */
export function openLink(createConnection: () => RTCPeerConnection, mode: LaneMode | undefined): Link {
  const connection = createConnection();
  return { connection, lane: mode && new DataLane(connection, mode) };
}

/**
 * Makes a {@link Link} whose offer is being prepared, candidates included, so that it can go out the moment it is
 * known to whom. Without a data channel there would be nothing to offer yet.
 */
export function openOfferedLink(createConnection: () => RTCPeerConnection, mode: LaneMode): Link {
  const link = openLink(createConnection, mode);
  const offered = link.connection.setLocalDescription();
  // Whoever uses the link hears of it; one that is never used must not be an unhandled rejection.
  offered.catch(() => {});
  return { ...link, offered };
}

/** Lets go of a link that no peer took over. */
export function closeLink({ connection, lane }: Link): void {
  lane?.close();
  connection.close();
}
