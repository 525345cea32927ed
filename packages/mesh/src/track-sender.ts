import { applyOptions, encodingsFor, type TrackOptions, type VideoCodecName } from './encodings.ts';

/** Codec that is offered first for video, by its name in `video/…`. */
export type PreferredVideoCodec = Exclude<VideoCodecName, 'AV1'>;

/** A local track and the stream that groups it at the other side. */
export interface LocalTrack {
  /** What is sent. */
  readonly track: MediaStreamTrack;
  /** Its group; tracks of one stream are played in step. */
  readonly stream: MediaStream;
  /** How it is sent. @default the browser's choice */
  readonly options?: TrackOptions | undefined;
}

/** A track of ours on its way to one peer. */
export interface SenderOf {
  /** What is sent. */
  readonly track: MediaStreamTrack;
  /** What sends it. */
  readonly sender: RTCRtpSender;
  /** Where it is sent; its `mid` names the track at both sides. */
  readonly transceiver: RTCRtpTransceiver;
  /** How it was published. */
  readonly options: TrackOptions;
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
  /** Those made for layers: they keep what the other side took of them, and never get more. */
  readonly #layered = new Set<RTCRtpSender>();
  /**
   * Those that sent a track before and keep what they were told then, with the id of its stream. Chromium 156 keeps the
   * stream, too: what `setStreams` says of a sender that was negotiated holds for one description only.
   */
  readonly #used = new WeakMap<RTCRtpSender, string>();
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

  /** What is sent now. */
  get all(): readonly SenderOf[] {
    return this.#connection.getTransceivers().flatMap((transceiver) => {
      const { sender } = transceiver;
      const local = sender.track && this.#senders.get(sender.track) === sender && this.#wanted.get(sender.track);
      return local ? [{ track: local.track, sender, transceiver, options: local.options ?? {} }] : [];
    });
  }

  /** Stops sending a track. */
  remove(track: MediaStreamTrack): void {
    const local = this.#wanted.get(track);
    const sender = this.#senders.get(track);
    this.#wanted.delete(track);
    this.#senders.delete(track);
    if (!sender || !local) return;
    this.#used.set(sender, local.stream.id);
    this.#connection.removeTrack(sender);
  }

  /** Sends `next` where `old` was sent, without a new negotiation. A track that is not being sent is no error. */
  async replace(old: MediaStreamTrack, next: LocalTrack): Promise<void> {
    const sender = this.#senders.get(old);
    await sender?.replaceTrack(next.track);
    if (!this.#wanted.delete(old)) return;
    this.#wanted.set(next.track, next);
    this.#senders.delete(old);
    if (sender) this.#senders.set(next.track, sender);
  }

  /**
   * Brings tracks to transceivers and sets the codecs. To be called before a description is made: an offer gets new
   * transceivers for what finds none, an answer cannot have any.
   */
  async prepare(description: 'offer' | 'answer'): Promise<void> {
    this.#started = true;
    await this.#attach({ mayAdd: description === 'offer' });
    this.#preferCodecs();
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
    for (const local of this.#wanted.values()) {
      const { track, stream, options } = local;
      if (this.#senders.has(track)) continue;
      const idle = this.#idleTransceiver(local);
      if (!idle) {
        if (mayAdd) this.#addSender(local);
        continue;
      }
      this.#senders.set(track, idle.sender);
      idle.sender.setStreams?.(stream);
      idle.direction = 'sendrecv';
      await idle.sender.replaceTrack(track);
      if (options || this.#used.has(idle.sender)) await this.#apply(idle.sender, local);
      this.#settleOnceStable(local);
    }
  }

  #addSender(local: LocalTrack): void {
    this.#senders.set(local.track, this.#newSender(local));
    // Its section of the description is used again for the next one that is added.
    for (const idle of this.#idle(local.track.kind))
      if (this.#used.has(idle.sender) && idle.currentDirection === 'inactive') idle.stop();
  }

  #newSender(local: LocalTrack): RTCRtpSender {
    const { track, stream, options } = local;
    if (options?.contentHint !== undefined) track.contentHint = options.contentHint;
    const add = (sendEncodings: RTCRtpEncodingParameters[]) =>
      this.#connection.addTransceiver(track, { direction: 'sendrecv', streams: [stream], sendEncodings }).sender;
    if (!options) return add([]);
    this.#settleOnceStable(local);
    let sender: RTCRtpSender;
    try {
      sender = add(encodingsFor(track, options));
    } catch {
      // A mode of layers that no codec of this browser knows; it is the one part that may be refused.
      sender = add(encodingsFor(track, { ...options, scalabilityMode: undefined }));
    }
    if (options.simulcast) this.#layered.add(sender);
    return sender;
  }

  /**
   * What only an agreed description decides: a peer that refuses layers leaves the smallest one, which then has to become
   * the whole picture, and one that answers with its own order of codecs leaves another first.
   */
  #settleOnceStable({ track, options }: LocalTrack): void {
    if (track.kind !== 'video' || !(options?.simulcast || options?.codec)) return;
    const settle = () => {
      if (this.#connection.signalingState !== 'stable') return;
      this.#connection.removeEventListener('signalingstatechange', settle);
      const sender = this.#senders.get(track);
      const local = this.#wanted.get(track);
      if (sender && local) void this.#apply(sender, local);
    };
    this.#connection.addEventListener('signalingstatechange', settle);
  }

  #apply(sender: RTCRtpSender, { track, options = {} }: LocalTrack): Promise<void> {
    if (options.contentHint !== undefined) track.contentHint = options.contentHint;
    return applyOptions(sender, track, options);
  }

  #preferCodecs(): void {
    for (const transceiver of this.#connection.getTransceivers()) {
      const { sender, receiver, direction } = transceiver;
      const preferred = (sender.track && this.#wanted.get(sender.track)?.options?.codec) ?? this.#videoCodec;
      if (!preferred || receiver.track.kind !== 'video' || direction === 'stopped') continue;
      const codecs = RTCRtpReceiver.getCapabilities('video')?.codecs ?? [];
      const first = codecs.filter(({ mimeType }) => mimeType.toUpperCase() === `VIDEO/${preferred}`);
      if (first.length > 0)
        transceiver.setCodecPreferences?.([...first, ...codecs.filter((codec) => !first.includes(codec))]);
    }
  }

  /**
   * A transceiver for a track which sends nothing: the peer's own, or one that sent a track of the same stream. Layers
   * need one that was made for them.
   */
  #idleTransceiver({ track, stream, options }: LocalTrack): RTCRtpTransceiver | undefined {
    const layered = options?.simulcast === true && track.kind === 'video';
    return this.#idle(track.kind).find(
      ({ sender }) => (this.#used.get(sender) ?? stream.id) === stream.id && (!layered || this.#layered.has(sender)),
    );
  }

  #idle(kind: string): RTCRtpTransceiver[] {
    const inUse = new Set(this.#senders.values());
    return this.#connection
      .getTransceivers()
      .filter(
        ({ sender, receiver, direction }) =>
          receiver.track.kind === kind && sender.track === null && !inUse.has(sender) && direction !== 'stopped',
      );
  }
}
