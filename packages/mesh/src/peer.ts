import type { SdkError, Undo } from '@remotemedia/base';
import type { LaneMessage } from '@remotemedia/data';
import type { PeerCapabilities, PeerId } from '@remotemedia/signaling';

/**
 * Why a connection to a peer ended: the peer `left` the room, `dismissed` us, `refused` us before we were
 * connected (its mesh is full), the connection `failed`, or it was `closed` by us or replaced by a newer one.
 */
export type PeerEndReason = 'left' | 'dismissed' | 'refused' | 'failed' | 'closed';

/** Where the connection to a peer is in its life. */
export type PeerState =
  /** Being set up. */
  | { readonly kind: 'connecting' }
  /** Media and data flow. */
  | { readonly kind: 'connected' }
  /** It was connected and is being restored; tracks and data channel stay the same. */
  | { readonly kind: 'recovering' }
  /** Over. */
  | { readonly kind: 'closed'; readonly reason: PeerEndReason; readonly error?: SdkError };

/** A track that a peer sends. */
export interface RemoteTrack {
  /** What arrives. */
  readonly track: MediaStreamTrack;
  /** The stream that groups it, as at the sender. */
  readonly stream: MediaStream;
}

/** What a {@link Peer} announces. */
export type PeerEvents = {
  /** Its state changed. */
  stateChange: PeerState;
  /** {@link Peer.tracks} and {@link Peer.streams} changed. */
  tracksChange: readonly RemoteTrack[];
  /** It sent a message. */
  data: LaneMessage;
};

/** One remote participant. */
export interface Peer {
  /** Its name in the room. */
  readonly id: PeerId;
  /** Name to show to people. */
  readonly displayName: string;
  /** What it says it can do. */
  readonly capabilities: PeerCapabilities;
  /** What it said of itself on entering. */
  readonly metadata: Readonly<Record<string, string>>;
  /** Where the connection is in its life. */
  readonly state: PeerState;
  /** What it sends now; the same array until that changes. */
  readonly tracks: readonly RemoteTrack[];
  /** The streams of {@link Peer.tracks}; the same array until that changes. */
  readonly streams: readonly MediaStream[];
  /** The platform's connection, for what this interface does not cover. Owned by the mesh: do not close it. */
  readonly connection: RTCPeerConnection;
  /** Calls `listener` at each `event` until the returned function is called. */
  on<Name extends keyof PeerEvents>(event: Name, listener: (payload: PeerEvents[Name]) => void): Undo;
}
