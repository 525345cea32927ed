import type { SdkError } from '@remotemedia/base';
import type { PeerId, PeerInfo, Presence } from '../peer-info.ts';
import type { IceServerOffer, JoinRequest, RemoteSignal, Signal } from '../signaling-channel.ts';

/** How a stream starts: by entering the room, or by going on with an interrupted stay. */
export type StreamIntent =
  | { readonly type: 'announce'; readonly request: JoinRequest }
  | { readonly type: 'resume'; readonly sessionToken: string; readonly lastSeq: bigint };

/** What happened in the room. */
export type RoomEvent =
  | { readonly type: 'signal'; readonly signal: RemoteSignal }
  | { readonly type: 'peerJoined'; readonly peer: PeerInfo }
  | { readonly type: 'peerLeft'; readonly peerId: PeerId }
  | { readonly type: 'dismissed'; readonly peerId: PeerId }
  | { readonly type: 'peerUpdated'; readonly peer: PeerInfo };

/** The first thing on every stream. */
export interface StreamReady {
  /** Tells it from the others. */
  readonly type: 'ready';
  /** Names the stay; secret. */
  readonly sessionToken: string;
  /** Who is in the room; empty after a resume. */
  readonly peers: readonly PeerInfo[];
  /** Who got the first offer, if anyone. */
  readonly offered?: PeerId | undefined;
  /** Longest silence of a healthy stream, in milliseconds. */
  readonly heartbeatIntervalMs: number;
  /** How long a broken stay can be resumed, in milliseconds. */
  readonly resumeGraceMs: number;
  /** STUN and TURN servers; absent where the server hands out none. */
  readonly ice?: IceServerOffer | undefined;
  /** After how many milliseconds the token runs out that let us in; 0 or absent for never. */
  readonly tokenExpiresInMs?: number | undefined;
}

/** What comes down a stream. `seq` counts 1, 2, 3 … over a stay; 0 where a message is not counted. */
export type StreamMessage =
  | StreamReady
  | { readonly type: 'event'; readonly seq: bigint; readonly event: RoomEvent }
  /** A counted message that this version does not know. */
  | { readonly type: 'other'; readonly seq: bigint }
  | { readonly type: 'iceServers'; readonly ice: IceServerOffer }
  | { readonly type: 'heartbeat' };

/** What goes up. */
export type WireRequest =
  | { readonly type: 'signal'; readonly to: PeerId; readonly signal: Signal }
  | { readonly type: 'dismiss'; readonly peerId: PeerId }
  | { readonly type: 'leave'; readonly peerId: PeerId }
  | {
      readonly type: 'update';
      readonly presence: Presence | undefined;
      readonly metadata: Readonly<Record<string, string>>;
    }
  | { readonly type: 'listPeers' };

/** What became of a request. */
export type WireResult =
  | { readonly ok: true; readonly peers?: readonly PeerInfo[] }
  | { readonly ok: false; readonly error: SdkError };

/** Requests on their way, numbered from `firstSeq` on so that a repetition is not carried out twice. */
export interface WireBatch {
  /** Names the stay. */
  readonly sessionToken: string;
  /** Number of the first request, from 1. */
  readonly firstSeq: bigint;
  /** At most 64. */
  readonly requests: readonly WireRequest[];
  /** Number of the last message that arrived, 0 for none. */
  readonly ackedSeq: bigint;
}

/** One protocol's way to the server. Knows bytes, not rooms; everything else is {@link WireChannel}'s. */
export interface Wire {
  /**
   * Finds out whether the server can be reached, at next to no cost: any answer will do. Throws `SdkError` when it cannot.
   * May give up the doubt now and then, where the way that is tried is not quite the one that streams take.
   */
  reach(signal: AbortSignal): Promise<void>;
  /**
   * Opens a stream that lives until it is left or `signal` aborts. Throws `SdkError` when refused, `NoAnswer` when broken.
   *
   * @param bearer token that says who we are, if there is one
   */
  open(intent: StreamIntent, signal: AbortSignal, bearer?: string): AsyncIterable<StreamMessage>;
  /** Asks for a sign of life, which comes down the stream as a heartbeat. @returns whether they have to be asked for at all */
  ping(): boolean;
  /** Carries requests. Throws `SdkError` when it is not known whether they arrived. */
  send(batch: WireBatch, signal: AbortSignal): Promise<readonly WireResult[]>;
  /**
   * Shows a newer token for a stay that goes on. Throws `SdkError` when it is refused, or not known to have arrived.
   *
   * @returns after how many milliseconds that one runs out, 0 for never
   */
  renew(sessionToken: string, bearer: string, signal: AbortSignal): Promise<number>;
  /** Tells the server up to which number messages arrived, which is a sign of life, too. Fire and forget. */
  acknowledge(sessionToken: string, seq: bigint): void;
  /** Says goodbye while the page is being unloaded: fire and forget. */
  leaveOnUnload(batch: WireBatch): void;
}
