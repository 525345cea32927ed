import type { PeerId, Presence } from '../peer-info.ts';
import type { JoinRequest, JoinResult, PeerUpdate } from '../signaling-channel.ts';
import type { RoomEvent, StreamIntent, StreamReady, WireBatch, WireRequest } from './wire.ts';

/** Most others that are remembered: no room has more, whatever a server says. */
const MAX_OTHERS = 10_000;

/** Our place in a room: what we said of ourselves, so that it can be said again, and who else is there. */
export class Stay {
  /** Names it towards the server. */
  readonly sessionToken: string;
  /** Who is there, ourselves not included. */
  readonly #others: Set<PeerId>;
  #request: JoinRequest;
  #presence: Presence;

  /** @param request how we entered @param ready what the server said to it @param presence what we said since */
  constructor(request: JoinRequest, ready: StreamReady, presence: Presence = 'available') {
    const { sessionToken, peers } = ready;
    // An offer is for one entrance.
    this.#request = { ...request, firstOfferSdp: undefined };
    this.#presence = presence;
    this.sessionToken = sessionToken;
    this.#others = new Set(peers.map(({ id }) => id));
  }

  /** The stay that the server gave us in the place of this one. */
  renewed(ready: StreamReady): Stay {
    return new Stay(this.#request, ready, this.#presence);
  }

  /** Asks for a new stay like this one. */
  announce(): StreamIntent {
    return { type: 'announce', request: this.#request };
  }

  /** Asks for the messages after number `lastSeq`. */
  resume(lastSeq: bigint): StreamIntent {
    return { type: 'resume', sessionToken: this.sessionToken, lastSeq };
  }

  /** Says goodbye as request number `firstSeq`. */
  leave(firstSeq: bigint): WireBatch {
    const { sessionToken } = this;
    const { peerId } = this.#request;
    return { sessionToken, firstSeq, requests: [{ type: 'leave', peerId }], ackedSeq: 0n };
  }

  /** What a newcomer has to be told besides: everybody is `available` at first. */
  get afterwards(): WireRequest[] {
    return this.#presence === 'available' ? [] : [{ type: 'update', presence: this.#presence, metadata: {} }];
  }

  /** The server took a change of ours. */
  changed({ presence = this.#presence, metadata }: PeerUpdate): void {
    this.#presence = presence;
    const entries = Object.entries({ ...this.#request.metadata, ...metadata }).filter(([, value]) => value !== '');
    this.#request = { ...this.#request, metadata: Object.fromEntries(entries) };
  }

  /** Something happened in the room. */
  happened(event: RoomEvent): void {
    if (event.type === 'peerJoined') {
      if (this.#others.size < MAX_OTHERS) this.#others.add(event.peer.id);
    } else if (event.type === 'peerLeft') this.#others.delete(event.peerId);
  }

  /** Those of an earlier stay, and those who were missing in it, who are not here. */
  missing(former: Stay, missingBefore: ReadonlySet<PeerId>): Set<PeerId> {
    return new Set([...former.#others, ...missingBefore].filter((id) => !this.#others.has(id)));
  }
}

/** What somebody finds who enters. */
export function joinResult({ peers, offered, ice }: StreamReady): JoinResult {
  return { peers, offered, ice: ice && ice.iceServers.length > 0 ? ice : undefined };
}
