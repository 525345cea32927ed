import type { Peer } from '@remotemedia/sdk';
import type { Connections } from './connections.ts';
import type { Identities } from './hooks.ts';

/** The objects of a peer at a moment, to compare later ones with. */
export class KeptIdentities {
  readonly #connections: Connections;
  readonly #peer: Peer;
  readonly #connection: RTCPeerConnection;
  readonly #tracks: readonly MediaStreamTrack[];
  readonly #lanes: Peer['lanes'];
  readonly #channels: readonly RTCDataChannel[];
  readonly #madeBefore: number;

  constructor(connections: Connections, peer: Peer) {
    this.#connections = connections;
    this.#peer = peer;
    this.#connection = peer.connection;
    this.#tracks = peer.tracks.map(({ track }) => track);
    this.#lanes = peer.lanes;
    this.#channels = [...connections.channels].filter(({ readyState }) => readyState === 'open');
    this.#madeBefore = connections.made;
  }

  /** What is still the same. */
  compare(peer: Peer | undefined): Identities {
    const tracks = peer?.tracks.map(({ track }) => track) ?? [];
    const isSameTrack = (track: MediaStreamTrack, index: number) =>
      track === this.#tracks[index] && track.readyState === 'live';
    return {
      peer: peer === this.#peer,
      connection: peer?.connection === this.#connection,
      tracks: tracks.length === this.#tracks.length && tracks.length > 0 && tracks.every(isSameTrack),
      channels:
        peer?.lanes?.messages === this.#lanes?.messages &&
        this.#channels.length > 0 &&
        this.#channels.every(({ readyState }) => readyState === 'open'),
      connectionsMade: this.#connections.made - this.#madeBefore,
    };
  }
}
