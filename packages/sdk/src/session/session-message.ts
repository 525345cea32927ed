import type { LaneMessage, Sendable } from '@remotemedia/data';

/** What came from a peer of a session. */
export type SessionMessage = LaneMessage & {
  /** Id of the peer that sent it. */
  readonly peerId: string;
};

/** How sessions reach peers. */
export interface SessionLink {
  /** Sends to one peer what belongs to the session `tag`. Throws as `WebRtcTransport.sendToPeer` does. */
  send(peerId: string, data: Sendable, options: { readonly tag: string; readonly signal?: AbortSignal }): Promise<void>;
}
