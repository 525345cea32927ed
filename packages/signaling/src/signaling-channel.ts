import type { BreakerState, SdkError, Undo } from '@remotemedia/base';
import type { PeerCapabilities, PeerId, PeerInfo, Presence } from './peer-info.ts';

/** A session description for one peer. */
export interface DescriptionSignal {
  /** `offer` or `answer`; other types of `RTCSdpType` are never sent. */
  readonly type: 'offer' | 'answer';
  /** At most 64 KiB of UTF-8. */
  readonly sdp: string;
}

/** An ICE candidate for one peer. */
export interface CandidateSignal {
  /** Tells it from a description. */
  readonly type: 'candidate';
  /** The candidate line as in `RTCIceCandidateInit`; the empty string for the end of candidates. */
  readonly candidate: string;
  /** Media stream identification, `null` where unknown. */
  readonly sdpMid: string | null;
  /** Index of the m-line from 0, `null` where unknown. */
  readonly sdpMLineIndex: number | null;
}

/** What peers say to each other to connect. */
export type Signal = DescriptionSignal | CandidateSignal;

/** A signal and who sent it. */
export interface RemoteSignal {
  /** Who sent it. */
  readonly from: PeerId;
  /** What was sent. */
  readonly signal: Signal;
}

/** Who enters which room. */
export interface JoinRequest {
  /** Name of the room, of the same form as a peer id. */
  readonly room: string;
  /** The name that the caller will have in it. */
  readonly peerId: PeerId;
  /** Name shown to people. */
  readonly displayName?: string | undefined;
  /** What the caller can do. */
  readonly capabilities: PeerCapabilities;
  /** Whatever else the others are to know, at most 1 KiB. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /**
   * SDP of an offer for whoever has been in the room longest; saves the round trip between learning of it and offering.
   * May still be in the making: the channel waits for it before it announces us. Empty for none.
   */
  readonly firstOfferSdp?: string | Promise<string> | undefined;
}

/** STUN and TURN servers that the signaling server hands out. */
export interface IceServerOffer {
  /** For `RTCConfiguration.iceServers`; may be empty. */
  readonly iceServers: readonly RTCIceServer[];
  /** After how many milliseconds their credentials run out, 0 for never. New ones come before that by themselves. */
  readonly expiresInMs: number;
}

/** What of a peer's own description changes. */
export interface PeerUpdate {
  /** Whether it can be called. @default as before */
  readonly presence?: Presence | undefined;
  /** Entries of the metadata to set; an empty value takes the entry away. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
}

/** What a newcomer finds. */
export interface JoinResult {
  /** Who is there already, in the order in which they came. */
  readonly peers: readonly PeerInfo[];
  /** Who got {@link JoinRequest.firstOfferSdp}; absent when nobody is there, or when the channel has no use for it. */
  readonly offered?: PeerId | undefined;
  /** STUN and TURN servers for our connections; absent where the channel hands out none. */
  readonly ice?: IceServerOffer | undefined;
}

/** Limits of one call. */
export interface CallOptions {
  /** Gives up early; the call then rejects with `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait in milliseconds. @default 10_000 */
  readonly timeoutMs?: number | undefined;
}

/** Where a channel is in its life. It goes down this list, but for `recovering`, which goes back to `joined`. */
export type SignalingState =
  /** Made, not yet used. */
  | { readonly kind: 'idle' }
  /** On its way into the room. */
  | { readonly kind: 'joining' }
  /** In the room. */
  | { readonly kind: 'joined' }
  /** Out of touch with the server; what is sent waits. The others may see us as gone. */
  | {
      readonly kind: 'recovering';
      /** Whether the stay goes on where it stopped, or the server knows no such stay and the room is entered anew. */
      readonly stage: 'resuming' | 'rejoining';
      /** Number of the try that comes at `nextRetryAtMs`, from 1. */
      readonly attempt: number;
      /** When the next try starts, in milliseconds of the channel's clock: `performance.now()`. */
      readonly nextRetryAtMs: number;
      /** Why the last try failed. */
      readonly error: SdkError;
      /** Errors that the server answered with open it; a server that does not answer does not. */
      readonly breaker: BreakerState;
    }
  /** Gone for good; `error` unless `close()` was called. */
  | { readonly kind: 'closed'; readonly error?: SdkError };

/** What a channel announces, in the order in which it happened. */
export type SignalingEvents = {
  /**
   * The stay was lost (the server restarted, or we were away for too long) and the room was entered anew under the same id:
   * this is who is there now. No `peerLeft` tells of those who are gone, no `peerJoined` of those who are new. What was not
   * answered is said again to those who are there.
   */
  rejoined: JoinResult;
  /** A peer said something to us. */
  signal: RemoteSignal;
  /** A peer entered the room after us. */
  peerJoined: PeerInfo;
  /** A peer left the room. */
  peerLeft: PeerId;
  /** A peer ended (or refused) its connection with us and stays in the room. */
  dismissed: PeerId;
  /** A peer changed what is known of it. */
  peerUpdated: PeerInfo;
  /** STUN and TURN servers to use from now on: the earlier ones' credentials run out. */
  iceServers: IceServerOffer;
  /** The state changed. */
  stateChange: SignalingState;
};

/**
 * The way to the other peers of one room. Made for one stay: `join` once, `close` once.
 *
 * Rules (each is a test of the contract that all channels share): signals of one sender arrive once and in
 * order within a stay; nothing arrives before the room was entered or after `close`; a refused call rejects with a typed
 * error and leaves the channel as it was; `close` leaves the room, so that others see it at once; a stream that breaks is
 * taken up again, and a stay that cannot be is entered anew, until the channel is closed or the server refuses for good.
 */
export interface SignalingChannel {
  /** Where it is in its life. */
  readonly state: SignalingState;
  /**
   * Enters the room.
   *
   * @returns who is there; whoever comes later is announced by `peerJoined`
   * @throws {SdkError} `already-exists` when the peer id is taken, `resource-exhausted` when the room is full,
   *   `invalid-argument`, `unauthenticated`, `unavailable`, `deadline-exceeded`, `cancelled`;
   *   `failed-precondition` when called twice. The channel is closed afterwards.
   */
  join(request: JoinRequest, options?: CallOptions): Promise<JoinResult>;
  /**
   * Says something to a peer of the room. Calls are carried out in their order.
   *
   * @returns when the server has taken it
   * @throws {SdkError} `not-found` when there is no such peer, `invalid-argument`, `deadline-exceeded`,
   *   `cancelled`, `unavailable`; `failed-precondition` before `join` or after `close`
   */
  send(to: PeerId, signal: Signal, options?: CallOptions): Promise<void>;
  /** Tells a peer that we end, or refuse, the connection with it. Throws like {@link SignalingChannel.send}. */
  dismiss(peerId: PeerId, options?: CallOptions): Promise<void>;
  /** Changes what the others know of us. Throws like {@link SignalingChannel.send}. */
  update(change: PeerUpdate, options?: CallOptions): Promise<void>;
  /** Asks the server who is in the room, ourselves included. Throws like {@link SignalingChannel.send}. */
  listPeers(options?: CallOptions): Promise<readonly PeerInfo[]>;
  /** Calls `listener` at each `event` until the returned function is called. */
  on<Name extends keyof SignalingEvents>(event: Name, listener: (payload: SignalingEvents[Name]) => void): Undo;
  /** While out of touch, tries again now, whatever the breaker says; not before the time that the server named, 10 minutes at the most. */
  retryNow(): void;
  /** Says that the path to the server may be dead: it is looked after at once. Does nothing where there is no doubt. */
  suspect(): void;
  /** Leaves the room and lets go of everything. Never throws; calling it again does nothing. */
  close(): Promise<void>;
}
