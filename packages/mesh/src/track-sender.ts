/** Codec that is offered first for video, by its name in `video/…`. */
export type PreferredVideoCodec = 'VP8' | 'VP9' | 'H264';

/** A local track and the stream that groups it at the other side. */
export interface LocalTrack {
  /** What is sent. */
  readonly track: MediaStreamTrack;
  /** Its group; tracks of one stream are played in step. */
  readonly stream: MediaStream;
}

/**
 * Sends local tracks over one connection, and uses a transceiver again when its track was taken away.
 *
 * Transceivers are made by `addTransceiver` and only once it is known that no offer of the peer brings one:
 * a receiver whose transceiver was first offered by us and then rolled back stays deaf in Chromium 156 (its
 * track is `muted` for ever), so such a transceiver must never be taken up by the peer's offer.
 */
export class TrackSenders {
  readonly #connection: RTCPeerConnection;
  readonly #videoCodec: PreferredVideoCodec | undefined;
  readonly #wanted = new Map<MediaStreamTrack, LocalTrack>();
  readonly #senders = new Map<MediaStreamTrack, RTCRtpSender>();
  #started: boolean;

  /** @param initiator whether we make the first offer; else tracks wait for the peer's */
  constructor(connection: RTCPeerConnection, initiator: boolean, videoCodec: PreferredVideoCodec | undefined) {
    this.#connection = connection;
    this.#started = initiator;
    this.#videoCodec = videoCodec;
  }

  /**
   * Starts to send a track; a track that is being sent already stays as it is.
   *
   * @returns whether it waits for an offer of ours, because no transceiver is free for it
   */
  async add(local: LocalTrack): Promise<boolean> {
    this.#wanted.set(local.track, local);
    if (this.#started) await this.#attach({ mayAdd: false });
    return this.#started && this.hasWaiting;
  }

  /** Whether a track waits for an offer of ours. */
  get hasWaiting(): boolean {
    return [...this.#wanted.keys()].some((track) => !this.#senders.has(track));
  }

  /** Stops sending a track. */
  remove(track: MediaStreamTrack): void {
    this.#wanted.delete(track);
    const sender = this.#senders.get(track);
    this.#senders.delete(track);
    if (sender) this.#connection.removeTrack(sender);
  }

  /**
   * Brings tracks to transceivers and sets the codecs. To be called before a description is made: an offer gets new
   * transceivers for what finds none, an answer cannot have any.
   */
  async prepare(description: 'offer' | 'answer'): Promise<void> {
    this.#started = true;
    await this.#attach({ mayAdd: description === 'offer' });
    this.#preferCodec();
  }

  /** Gives up the transceivers that were offered and rolled back; `prepare` finds others for their tracks. */
  async dropRolledBack(): Promise<void> {
    for (const transceiver of this.#connection.getTransceivers()) {
      const { track } = transceiver.sender;
      if (transceiver.mid !== null || transceiver.direction === 'stopped') continue;
      if (track) this.#senders.delete(track);
      await transceiver.sender.replaceTrack(null);
      transceiver.stop();
    }
  }

  async #attach({ mayAdd }: { mayAdd: boolean }): Promise<void> {
    for (const { track, stream } of this.#wanted.values()) {
      if (this.#senders.has(track)) continue;
      const idle = this.#idleTransceiver(track.kind);
      if (!idle) {
        if (mayAdd) this.#senders.set(track, this.#newSender(track, stream));
        continue;
      }
      this.#senders.set(track, idle.sender);
      idle.sender.setStreams?.(stream);
      idle.direction = 'sendrecv';
      await idle.sender.replaceTrack(track);
    }
  }

  #newSender(track: MediaStreamTrack, stream: MediaStream): RTCRtpSender {
    return this.#connection.addTransceiver(track, { direction: 'sendrecv', streams: [stream] }).sender;
  }

  #preferCodec(): void {
    const preferred = this.#videoCodec;
    if (!preferred) return;
    for (const transceiver of this.#connection.getTransceivers()) {
      if (transceiver.receiver.track.kind !== 'video' || transceiver.direction === 'stopped') continue;
      const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
      const first = codecs.filter(({ mimeType }) => mimeType.toUpperCase() === `VIDEO/${preferred}`);
      if (first.length === 0) return;
      transceiver.setCodecPreferences?.([...first, ...codecs.filter((codec) => !first.includes(codec))]);
    }
  }

  /** A transceiver of that kind which sends nothing: the peer's own, or one whose track was removed. */
  #idleTransceiver(kind: string): RTCRtpTransceiver | undefined {
    const inUse = new Set(this.#senders.values());
    return this.#connection
      .getTransceivers()
      .find(
        (transceiver) =>
          transceiver.receiver.track.kind === kind &&
          transceiver.sender.track === null &&
          !inUse.has(transceiver.sender) &&
          transceiver.direction !== 'stopped',
      );
  }
}
