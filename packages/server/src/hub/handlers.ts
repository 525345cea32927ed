import type { PeerInfo } from '@remotemedia/protocol/webrtc';
import type { Awaitable } from './awaitable.ts';

/** Who says something to whom, in which room. */
export interface RelayContext {
  /** The room of both. */
  readonly room: string;
  /** Who says it. */
  readonly from: PeerInfo;
  /** Who is to hear it. */
  readonly to: PeerInfo;
}

/** Who enters or leaves which room. */
export interface PresenceContext {
  /** The room. */
  readonly room: string;
  /** Who enters or leaves. */
  readonly peer: PeerInfo;
}

/**
 * What an application does when peers come, go and speak. A handler of a request may refuse it: whatever it throws
 * goes back to the peer (an `SdkError` as it is, anything else as `permission-denied` without its text), and nobody
 * else hears of it. Requests of one peer wait for each other's handlers; keep them short.
 */
export interface SignalingHandlers {
  /** A peer is about to enter. */
  readonly onJoin?: ((context: PresenceContext) => Awaitable<void>) | undefined;
  /** A peer is gone. What this throws is logged. */
  readonly onLeave?: ((context: PresenceContext) => void) | undefined;
  /** A peer offers another a connection. `sdp` is well-formed. */
  readonly onOffer?: ((context: RelayContext & { readonly sdp: string }) => Awaitable<void>) | undefined;
  /** A peer answers an offer. `sdp` is well-formed. */
  readonly onAnswer?: ((context: RelayContext & { readonly sdp: string }) => Awaitable<void>) | undefined;
  /** A peer tells another one more way to reach it; an empty `candidate` ends them. */
  readonly onIceCandidate?:
    | ((
        context: RelayContext & {
          readonly candidate: string;
          /** Empty where unknown. */
          readonly sdpMid: string;
          /** 0 where unknown. */
          readonly sdpMlineIndex: number;
        },
      ) => Awaitable<void>)
    | undefined;
}
