import type { RemoteTrack } from '../peer.ts';

/** What one connection receives, as snapshots that stay the same until something changes. */
export class RemoteTracks {
  readonly #connection: RTCPeerConnection;
  readonly #onChange: (tracks: readonly RemoteTrack[]) => void;
  #tracks: readonly RemoteTrack[] = [];
  #streams: readonly MediaStream[] = [];

  /** @param jitterBufferMs least delay of the receiver's jitter buffer, 0–4000 (W3C `jitterBufferTarget`) */
  constructor(
    connection: RTCPeerConnection,
    jitterBufferMs: number | undefined,
    onChange: (tracks: readonly RemoteTrack[]) => void,
  ) {
    this.#connection = connection;
    this.#onChange = onChange;
    connection.ontrack = ({ track, streams, receiver }) => {
      if (jitterBufferMs !== undefined && 'jitterBufferTarget' in receiver)
        receiver.jitterBufferTarget = jitterBufferMs;
      this.#add(track, streams[0] ?? new MediaStream([track]));
    };
  }

  /** What arrives now. */
  get tracks(): readonly RemoteTrack[] {
    return this.#tracks;
  }

  /** The streams of what arrives now. */
  get streams(): readonly MediaStream[] {
    return this.#streams;
  }

  /** Lets go of the connection and of all tracks. */
  close(): void {
    this.#connection.ontrack = null;
    for (const stream of this.#streams) stream.onremovetrack = null;
    this.#set([]);
  }

  #add(track: MediaStreamTrack, stream: MediaStream): void {
    stream.onremovetrack = ({ track: removed }) => this.#set(this.#tracks.filter((entry) => entry.track !== removed));
    this.#set([...this.#tracks.filter((entry) => entry.track !== track), { track, stream }]);
  }

  #set(tracks: readonly RemoteTrack[]): void {
    if (tracks.length === 0 && this.#tracks.length === 0) return;
    this.#tracks = tracks;
    this.#streams = [...new Set(tracks.map(({ stream }) => stream))];
    this.#onChange(tracks);
  }
}
