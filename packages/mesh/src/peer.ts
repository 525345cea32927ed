import type { SdkError, Undo } from '@remotemedia/base';
import type { DataLane, LaneMessage, LaneSendOptions, RequestOptions, Sendable } from '@remotemedia/data';
import type { PeerCapabilities, PeerId } from '@remotemedia/signaling';
import type { ControlPort } from './connection/control.ts';
import type { LaneMode, PeerLanes } from './connection/lanes.ts';
import type { OpenLaneOptions } from './connection/open-lanes.ts';
import type { TrackOptions } from './encodings.ts';
import type { PeerMetrics } from './peer-metrics.ts';
import type { PeerRecovery, ReconnectionEvent, ReconnectOptions, RecoveryStatus } from './recovery/recovery-state.ts';
import type { SenderOf } from './track-sender.ts';

/**
 * Why a connection to a peer ended: the peer `left` the room, `dismissed` us, `refused` us before we were connected (its
 * mesh is full), the connection `failed` for a reason that no further try can mend, or it was `closed` by us.
 */
export type PeerEndReason = 'left' | 'dismissed' | 'refused' | 'failed' | 'closed';

/** Where the connection to a peer is in its life. */
export type PeerState =
  /** Being set up, working, or being restored. */
  | RecoveryStatus
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
  /** It opened a lane of the application's. */
  lane: DataLane;
  /** The connection is restored. */
  reconnected: ReconnectionEvent;
};

/** How one message to a peer is sent. */
export interface PeerSendOptions extends LaneSendOptions {
  /** How it is delivered. @default as the mesh was told */
  readonly lane?: LaneMode | undefined;
}

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
  /**
   * The platform's connection, for what this interface does not cover. Owned by the mesh: do not close it. Another one
   * after a full reconnection.
   */
  readonly connection: RTCPeerConnection;
  /** How its recovery stands. */
  readonly recovery: PeerRecovery;
  /** Its data lanes, new ones after a full reconnection; none without data channels. */
  readonly lanes: PeerLanes | undefined;
  /** Small messages between the SDKs; the same for as long as the peer is there. */
  readonly control: ControlPort;
  /** Tries to restore the connection now, however many tries failed before. Does nothing while it is up or a try runs. */
  retryNow(): void;
  /**
   * Makes the connection look for a new path, with the same tracks and data channels, or takes a new connection.
   *
   * @throws {SdkError} why it could not be restored, `cancelled` when `signal` aborts (the tries go on then),
   *   `failed-precondition` while it is still being made for the first time
   */
  reconnect(options?: ReconnectOptions): Promise<ReconnectionEvent>;
  /**
   * Sends a message, once connected and after those before it. Throws like {@link DataLane.send}; `failed-precondition`
   * without data channels or after the end.
   */
  send(data: Sendable, options?: PeerSendOptions): Promise<void>;
  /** Asks something and waits for the answer. Throws like {@link Requests.request} and {@link Peer.send}. */
  request(method: string, data: Sendable, options?: RequestOptions): Promise<LaneMessage>;
  /**
   * Opens a data channel of the application's; the other side hears `lane`. It ends with the connection: open it again
   * after a full reconnection. Whoever opens it closes it. Upstream's name.
   *
   * @throws {SdkError} `invalid-argument` for a label that cannot be sent, `failed-precondition`, `unavailable`
   */
  createDataChannel(label: string, options?: OpenLaneOptions): DataLane;
  /**
   * Sends a track of sound to this peer alone, also over a new connection to it; one that it gets already stays as it is.
   * The track stays yours. Resolves when it was added; negotiation goes on by itself.
   *
   * @throws {SdkError} `invalid-argument` for a track that has ended or is a picture, `failed-precondition` after the end
   */
  addAudioTrack(track: MediaStreamTrack, options?: TrackOptions): Promise<void>;
  /** The same for a track of pictures. */
  addVideoTrack(track: MediaStreamTrack, options?: TrackOptions): Promise<void>;
  /** Stops sending a track to this peer, also one that all others get. What is not being sent is no error. */
  removeTrack(track: MediaStreamTrack): Promise<void>;
  /**
   * How good the connection is; `undefined` before it was measured, and where nobody measures.
   *
   * @throws {SdkError} `unavailable` when the code that measures cannot be loaded, `cancelled` when the transport is closed
   */
  getMetrics(): Promise<PeerMetrics | undefined>;
  /** Calls `listener` each time the connection is restored, until the returned function is called: `on('reconnected')`. */
  onReconnection(listener: (event: ReconnectionEvent) => void): Undo;
  /** Runs `change` on the senders of our tracks to this peer, between two steps of its negotiation. Throws what it throws. */
  changeSenders(change: (senders: readonly SenderOf[]) => Promise<void> | void): Promise<void>;
  /** Calls `listener` at each `event` until the returned function is called. */
  on<Name extends keyof PeerEvents>(event: Name, listener: (payload: PeerEvents[Name]) => void): Undo;
}
