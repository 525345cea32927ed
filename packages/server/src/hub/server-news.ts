import type { IceServer } from '../server-options.ts';

/** What the server itself says to a peer: not numbered, and not kept for a stream that comes back. */
export type ServerNews =
  /** STUN and TURN servers to use from now on; their credentials run out after `expiresInMs` milliseconds (0: never). */
  | { readonly type: 'iceServers'; readonly iceServers: readonly IceServer[]; readonly expiresInMs: number }
  /** The server is gone in `deadlineMs` milliseconds at the latest: come back, through another instance. */
  | { readonly type: 'move'; readonly deadlineMs: number };
