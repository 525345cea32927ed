import { Emitter, SdkError, withDeadline } from '@remotemedia/base';
import { Mesh, type MeshEvents, type Peer } from '@remotemedia/mesh';
import { type IceServerOffer, type PeerInfo, type PeerUpdate, toPeerId } from '@remotemedia/signaling';
import type { WebRtcTransportConfig } from './config.ts';
import { openParts, type Parts } from './open-parts.ts';
import { resolveConfig } from './resolve-config.ts';

/** Where a transport is in its life. Media flows on while it is `recovering`: only signaling is out of touch. */
export type TransportState =
  /** On its way into the room. */
  | { readonly kind: 'connecting' }
  /** In the room. */
  | { readonly kind: 'connected' }
  /** In the room, out of touch with the server: try number `attempt`, from 1, because of `error`. */
  | { readonly kind: 'recovering'; readonly attempt: number; readonly error: SdkError }
  /** Gone for good; `error` unless `close()` was called. */
  | { readonly kind: 'closed'; readonly error?: SdkError };

/** What a {@link WebRtcTransport} announces. */
export type TransportEvents = MeshEvents & {
  /** {@link WebRtcTransport.state} changed. */
  stateChange: TransportState;
  /** A peer changed what is known of it: its presence or its metadata. */
  peerUpdated: PeerInfo;
};

/** What messages may be: text, or bytes. */
export type TransportMessage = string | Uint8Array;

/** Limits of one send. */
export interface SendOptions {
  /** Gives up before the message's turn; the call then rejects with `cancelled`. */
  readonly signal?: AbortSignal;
}

/** Whom a broadcast reaches. */
export interface BroadcastOptions extends SendOptions {
  /** Ids of peers to leave out. */
  readonly exclude?: readonly string[];
}

/**
 * A place in a room: a connection to every other peer of it, for audio, video and messages.
 *
 * @example
 * const transport = await WebRtcTransport.connect({ signaling: location.origin, room: 'standup' });
 * transport.on('track', ({ stream }) => (video.srcObject = stream));
 * await transport.publish(await navigator.mediaDevices.getUserMedia({ audio: true, video: true }));
 */
export class WebRtcTransport extends Emitter<TransportEvents> {
  readonly #parts: Parts;
  readonly #mesh: Mesh;
  readonly #displayName: string;
  #state: TransportState = { kind: 'connecting' };

  private constructor(parts: Parts, displayName: string) {
    super();
    const { config, channel, createConnection, prepared } = parts;
    this.#parts = parts;
    this.#displayName = displayName;
    this.#mesh = new Mesh({
      channel,
      self: toPeerId(config.peerId),
      createConnection,
      prepared,
      maxPeers: config.maxPeers,
      laneMode: config.laneMode,
      videoCodec: config.videoCodec,
      jitterBufferMs: config.jitterBufferMs,
      connectTimeoutMs: config.options.iceTimeoutSecs * 1_000,
    });
    this.#forwardEvents();
  }

  /**
   * Enters a room. Resolves when the room is entered; peers connect from then on (`peerConnected`).
   *
   * @throws {SdkError} `invalid-argument` for a setting out of range, `unavailable` when the server cannot be
   *   reached, `already-exists` when the peer id is taken, `resource-exhausted` when the room is full,
   *   `unimplemented` without WebRTC, `deadline-exceeded`, `cancelled`. Nothing is left behind then.
   */
  static async connect(config: WebRtcTransportConfig): Promise<WebRtcTransport> {
    const resolved = resolveConfig(config);
    if (typeof RTCPeerConnection === 'undefined') {
      throw new SdkError('unimplemented', 'there is no RTCPeerConnection here; run in a browser page with WebRTC');
    }
    const transport = new WebRtcTransport(await openParts(config, resolved), config.displayName ?? resolved.peerId);
    try {
      await transport.#enter(config);
      return transport;
    } catch (error) {
      await transport.close();
      throw SdkError.from(error, 'unavailable');
    }
  }

  /** Our id in the room. */
  get peerId(): string {
    return this.#parts.config.peerId;
  }

  /** The room's name. */
  get room(): string {
    return this.#parts.config.room;
  }

  /** The name that others show for us. */
  get displayName(): string {
    return this.#displayName;
  }

  /** Where the transport is in its life. */
  get state(): TransportState {
    return this.#state;
  }

  /** Everyone else we connect to or are connected with; the same array until that changes. */
  get peers(): readonly Peer[] {
    return this.#mesh.peers;
  }

  /** What we publish. */
  get publishedTracks(): readonly MediaStreamTrack[] {
    return this.#mesh.localTracks.map(({ track }) => track);
  }

  /**
   * Sends a stream's tracks, or one track, to everyone in the room, now and later. The tracks stay yours: the
   * transport never stops them. Resolves when they have been added everywhere; negotiation goes on by itself.
   *
   * @throws {SdkError} `invalid-argument` for a track that has ended, `failed-precondition` after `close()`
   */
  async publish(media: MediaStream | MediaStreamTrack): Promise<void> {
    this.#checkOpen('publish');
    for (const [track, stream] of tracksOf(media)) await this.#mesh.addTrack({ track, stream });
  }

  /** Stops sending a stream's tracks, or one track. What is not being sent is no error. */
  async unpublish(media: MediaStream | MediaStreamTrack): Promise<void> {
    this.#checkOpen('unpublish');
    for (const [track] of tracksOf(media)) await this.#mesh.removeTrack(track);
  }

  /** The peers that media and messages flow to and from. */
  listPeers(): readonly Peer[] {
    return this.#mesh.peers.filter(({ state }) => state.kind === 'connected');
  }

  /**
   * Changes what the others know of us: whether we can be called, or entries of our metadata. They see it in
   * `listAllPeers()` and hear `peerUpdated`.
   *
   * @throws {SdkError} `invalid-argument` when the metadata would have more than 1 KiB, `unavailable`, `failed-precondition`
   */
  async updateSelf(change: PeerUpdate): Promise<void> {
    this.#checkOpen('updateSelf');
    await this.#parts.channel.update(change);
  }

  /** Everyone in the room as the server knows it, ourselves included. */
  async listAllPeers(): Promise<readonly PeerInfo[]> {
    return this.#parts.channel.listPeers();
  }

  /**
   * Connects to a peer of the room again, after `disconnectPeer` or a failure. Resolves when connected.
   *
   * @throws {SdkError} `not-found`, `resource-exhausted` when `maxPeers` is reached, or why it failed
   */
  async connectPeer(peerId: string, options: SendOptions = {}): Promise<Peer> {
    this.#checkOpen('connectPeer');
    return this.#mesh.connect(peerId, options.signal);
  }

  /** Ends the connection to a peer; both stay in the room. @throws {SdkError} `not-found` */
  async disconnectPeer(peerId: string): Promise<void> {
    this.#checkOpen('disconnectPeer');
    await this.#mesh.disconnect(peerId);
  }

  /**
   * Sends a message to one peer, once it is connected and after what was sent before. Resolves when the browser
   * has taken it, which is later while much is waiting.
   *
   * @throws {SdkError} `not-found`, `out-of-range` when it is longer than the peer accepts, `resource-exhausted`
   *   when 1024 messages wait for this peer already, `cancelled` when the connection ends first, `failed-precondition`
   */
  async sendToPeer(peerId: string, data: TransportMessage, options: SendOptions = {}): Promise<void> {
    this.#checkOpen('sendToPeer');
    await this.#mesh.send(peerId, data, options.signal);
  }

  /**
   * Sends a message to everyone who is here now but those in `exclude`, to those still connecting once they are
   * connected. One that cannot be reached does not keep the others from getting it.
   *
   * @returns the ids of those it was sent to
   * @throws {SdkError} when it could be sent to none of them: why not to the first
   */
  async broadcast(data: TransportMessage, options: BroadcastOptions = {}): Promise<readonly string[]> {
    this.#checkOpen('broadcast');
    const { exclude = [], signal } = options;
    const ids = this.peers.flatMap(({ id }) => (exclude.includes(id) ? [] : [id]));
    const outcomes = await Promise.allSettled(ids.map((id) => this.#mesh.send(id, data, signal)));
    const failure = outcomes.find((outcome) => outcome.status === 'rejected');
    if (failure && outcomes.every(({ status }) => status === 'rejected')) throw failure.reason;
    return ids.filter((_, index) => outcomes[index]?.status === 'fulfilled');
  }

  /** Leaves the room and lets go of everything but your tracks. Never throws; calling it again does nothing. */
  async close(): Promise<void> {
    await this.#shut();
  }

  /** Closes at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #enter({ metadata, signal, displayName, acceptIceServers = true }: WebRtcTransportConfig): Promise<void> {
    const { config, channel, prepared } = this.#parts;
    const { room, timeoutMs, laneMode } = config;
    // Without it, whoever is there gets an offer of its own later.
    const firstOfferSdp = prepared?.offer?.sdp.catch(() => '');
    const capabilities = { audio: true, video: true, data: laneMode !== undefined };
    const request = { room, peerId: toPeerId(config.peerId), displayName, metadata, capabilities, firstOfferSdp };
    const join = (ends: AbortSignal) => channel.join(request, { signal: ends, timeoutMs });
    const result = await withDeadline(join, { signal, timeoutMs, what: `entering the room "${room}"` });
    if (this.#state.kind === 'closed') throw this.#state.error ?? new SdkError('cancelled', 'the transport was closed');
    this.#mesh.admit(result);
    if (acceptIceServers) this.#followIceServers(result.ice);
    this.#setState({ kind: 'connected' });
  }

  /** Uses the servers that came with the room, and those that come before their credentials run out. */
  #followIceServers(first: IceServerOffer | undefined): void {
    const { channel, iceServers } = this.#parts;
    const take = (offer: IceServerOffer) => iceServers.take(offer, connectionsOf(this.#mesh));
    if (first) take(first);
    channel.on('iceServers', take);
  }

  #forwardEvents(): void {
    const { channel } = this.#parts;
    channel.on('stateChange', (state) => {
      if (state.kind === 'recovering') this.#setState(state);
      else if (state.kind === 'joined' && this.#state.kind === 'recovering') this.#setState({ kind: 'connected' });
      else if (state.kind === 'closed' && state.error) void this.#shut(state.error);
    });
    channel.on('peerUpdated', (info) => this.emit('peerUpdated', info));
    const mesh = this.#mesh;
    mesh.on('peersChange', (peers) => this.emit('peersChange', peers));
    mesh.on('peerJoined', (event) => this.emit('peerJoined', event));
    mesh.on('peerConnected', (event) => this.emit('peerConnected', event));
    mesh.on('peerDisconnected', (event) => this.emit('peerDisconnected', event));
    mesh.on('track', (event) => this.emit('track', event));
    mesh.on('trackRemoved', (event) => this.emit('trackRemoved', event));
    mesh.on('data', (event) => this.emit('data', event));
    mesh.on('error', (event) => this.emit('error', event));
  }

  async #shut(error?: SdkError): Promise<void> {
    if (this.#state.kind === 'closed') return;
    const { channel, release } = this.#parts;
    this.#mesh.close();
    this.#setState(error ? { kind: 'closed', error } : { kind: 'closed' });
    this.removeAllListeners();
    await channel.close();
    release();
  }

  #checkOpen(what: string): void {
    if (this.#state.kind === 'closed') {
      throw new SdkError('failed-precondition', `${what}() on a closed transport; connect a new one`);
    }
  }

  #setState(state: TransportState): void {
    if (this.#state.kind === 'closed') return;
    this.#state = state;
    this.emit('stateChange', state);
  }
}

function connectionsOf({ peers }: Mesh): RTCPeerConnection[] {
  return peers.map(({ connection }) => connection);
}

function tracksOf(media: MediaStream | MediaStreamTrack): [MediaStreamTrack, MediaStream][] {
  if (media instanceof MediaStream) return media.getTracks().map((track) => [track, media]);
  return [[media, new MediaStream([media])]];
}
