/** What whoever showed a token may do. */
export interface Grant {
  /** Who it is, as the token has it (`sub`); absent for a stranger. */
  readonly subject?: string | undefined;
  /** The only peer id it may take; absent for any. Whoever shows this again is the same peer, and its newest connection wins. */
  readonly peerId?: string | undefined;
  /** The only rooms it may enter; absent for all. */
  readonly rooms?: readonly string[] | undefined;
  /** Whether it may offer audio and video. */
  readonly mayPublish: boolean;
  /** Whether it may ask for the audio and video of others. */
  readonly maySubscribe: boolean;
  /** The only peers it lets call it, as `PeerList` has them; absent for all. */
  readonly allowFrom?: readonly string[] | undefined;
  /** Peers that it does not let call it, as `PeerList` has them. */
  readonly denyFrom?: readonly string[] | undefined;
  /** When the grant ends, in milliseconds since 1970; absent for never. */
  readonly expiresAtMs?: number | undefined;
}

/** What a stranger may do where no token is asked for: everything, under any id that is free. */
export const ANYONE: Grant = { mayPublish: true, maySubscribe: true };

/** Who is behind a connection or a call. */
export interface Caller {
  /** Where it comes from, as `addressKey` has it. */
  readonly address: string;
  /** What it may do. */
  readonly grant: Grant;
}
