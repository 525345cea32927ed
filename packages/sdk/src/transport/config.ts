import type { ReconnectionPreset } from '@remotemedia/base';
import type { SignalingChannel } from '@remotemedia/signaling';
import type { IceServersAnswer } from './ice-servers-answer.ts';

/** A TURN server and the credentials for it. */
export interface TurnServer {
  /** `turn:` or `turns:` URL (RFC 7065). */
  readonly url: string;
  /** User name. */
  readonly username: string;
  /** Password. */
  readonly credential: string;
}

/** Numbers of upstream's `options` block. All are validated; each says what it governs here. */
export interface TransportTuning {
  /** Whether video follows the network, the processor and the size at which it is looked at. @default true */
  readonly adaptiveBitrateEnabled?: boolean | undefined;
  /** Most video bitrate to one peer, in kbit/s, 50–100 000. @default 2000 */
  readonly targetBitrateKbps?: number | undefined;
  /** Largest video sent. @default '720p' */
  readonly maxVideoResolution?: '480p' | '720p' | '1080p' | undefined;
  /** Most frames of video per second, 1–120. @default 30 */
  readonly videoFramerateFps?: number | undefined;
  /** How long a connection to a peer may take to be set up or restored, in seconds, 1–600. @default 30 */
  readonly iceTimeoutSecs?: number | undefined;
  /** Most tries in a row to restore a connection, 0–100. @default 5 */
  readonly maxReconnectRetries?: number | undefined;
  /** Wait before the second try to restore, in milliseconds, 1–600 000. @default 1000 */
  readonly reconnectBackoffInitialMs?: number | undefined;
  /** Longest wait between tries, in milliseconds, 1–600 000, at least the initial one. @default 30000 */
  readonly reconnectBackoffMaxMs?: number | undefined;
  /** Growth of the wait from try to try, 1–10. @default 2 */
  readonly reconnectBackoffMultiplier?: number | undefined;
}

/** What `WebRtcTransport.connect` takes. Names, defaults and ranges are those of upstream's `WebRtcTransportConfig`. */
export interface WebRtcTransportConfig {
  /**
   * Where signaling runs: an `http:`/`https:` URL for gRPC-Web, `ws:`/`wss:` for JSON-RPC, or a channel of your
   * own, which the transport then owns. In a page, usually `location.origin`.
   */
  readonly signaling: string | SignalingChannel;
  /** Room to enter, 1–64 of `A–Z a–z 0–9 _ . : @ -`. @default 'default' */
  readonly room?: string | undefined;
  /** Our id in the room, of the same form. @default 'peer-' and 32 random hex digits */
  readonly peerId?: string | undefined;
  /** Name that others show for us. @default the peer id */
  readonly displayName?: string | undefined;
  /** What else others are to know, at most 1 KiB. */
  readonly metadata?: Readonly<Record<string, string>> | undefined;
  /** STUN servers, at least one; not used with `getIceServers`. @default ['stun:stun.l.google.com:19302'] */
  readonly stunServers?: readonly string[] | undefined;
  /** TURN servers; not used with `getIceServers`. @default [] */
  readonly turnServers?: readonly TurnServer[] | undefined;
  /**
   * Asked for all ICE servers, in place of `stunServers` and `turnServers`, and again before TURN credentials run out
   * whose user name begins with a time (`<unix seconds>:…`, as TURN REST has it) or that come with `expiresInMs`; may give
   * none.
   */
  readonly getIceServers?: (() => Promise<IceServersAnswer> | IceServersAnswer) | undefined;
  /** Whether STUN and TURN servers that the signaling server hands out are used, too. @default true */
  readonly acceptIceServers?: boolean | undefined;
  /**
   * Gives the token that the server wants: asked at first, before a token runs out, and when the room has to be entered
   * anew. An `SdkError` with `unauthenticated` or `permission-denied` from it ends the stay; any other failure is tried
   * again. @default none
   */
  readonly getToken?: (() => Promise<string> | string) | undefined;
  /** Most other peers at one time, 1–10. @default 10 */
  readonly maxPeers?: number | undefined;
  /** Codec for audio. @default 'Opus' */
  readonly audioCodec?: 'Opus' | undefined;
  /** Codec that is offered first for video. @default 'VP9' */
  readonly videoCodec?: 'VP8' | 'VP9' | 'H264' | undefined;
  /** Whether messages can be exchanged. @default true */
  readonly enableDataChannel?: boolean | undefined;
  /** How messages are delivered: in order and all, or fresh and without repetition. @default 'Reliable' */
  readonly dataChannelMode?: 'Reliable' | 'Unreliable' | undefined;
  /** Least delay of the receivers' jitter buffers in milliseconds, 50–200. @default the browser's own choice */
  readonly jitterBufferSizeMs?: number | undefined;
  /** Whether RTCP is used; browsers always do. @default true */
  readonly enableRtcp?: boolean | undefined;
  /** Time between RTCP reports in milliseconds, 1000–10000; browsers choose their own. @default 5000 */
  readonly rtcpIntervalMs?: number | undefined;
  /** How lost connections are tried again: one of upstream's policies, in place of the four numbers in `options`. */
  readonly reconnection?: ReconnectionPreset | undefined;
  /**
   * A text that all in the room know and the server does not, 8–1024 characters. With it, each side proves its DTLS
   * fingerprint, and nobody who does not know it is let in: a server that put itself between two peers is found out.
   * @default none: compare `peer.safetyCode()` aloud instead
   */
  readonly roomSecret?: string | undefined;
  /** Ids of the only peers to connect to; a `*` at the end stands for any rest. @default all */
  readonly allowPeers?: readonly string[] | undefined;
  /** Ids of peers never to connect to, of the same form; stronger than `allowPeers`. @default none */
  readonly denyPeers?: readonly string[] | undefined;
  /** Numbers for tuning. */
  readonly options?: TransportTuning | undefined;
  /** Gives up the attempt to connect; `connect` then rejects with `cancelled`. */
  readonly signal?: AbortSignal | undefined;
  /** Longest attempt to connect, in milliseconds, 1–600 000. @default 10_000 */
  readonly timeoutMs?: number | undefined;
}
