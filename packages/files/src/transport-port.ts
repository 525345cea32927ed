import type { Undo } from '@remotemedia/base';
import type { StripedLane, StripePort } from '@remotemedia/data';

/** What file transfers need of a lane: reliable, in order, with back-pressure. */
export type FileLane = Pick<StripedLane, 'isOpen' | 'send' | 'on'>;

/** What file transfers need of a remote peer; the `Peer` of a transport has it. */
export interface FilePeer {
  /** Its name in the room. */
  readonly id: string;
  /** Name to show to people. */
  readonly displayName: string;
  /** Where the connection is in its life. */
  readonly state: { readonly kind: string };
  /** The lanes of the connection of now; `undefined` before the first and after the last. */
  readonly lanes: { readonly bulk: FileLane } | undefined;
  /**
   * Small messages to the peer's SDK. With these and the connection, files may use further connections where one carries
   * too little.
   */
  readonly control?: StripePort['control'];
  /** The connection of now. */
  readonly connection?: Pick<RTCPeerConnection, 'getConfiguration'>;
  /** Calls `listener` when the state changes, and so when there is another connection. */
  on(event: 'stateChange', listener: () => void): Undo;
}

/** What file transfers need of a room; `WebRtcTransport` has it. */
export interface FileTransport {
  /** Who is in the room. */
  readonly peers: readonly FilePeer[];
  /** Calls `listener` when {@link FileTransport.peers} changed. */
  on(event: 'peersChange', listener: () => void): Undo;
}
