import { SdkError } from '@remotemedia/base';
import type { Mesh, MeshEvents, Peer } from '@remotemedia/mesh';
import type { ConnectionQualityMetrics, Quality } from '@remotemedia/quality';
import type { JoinResult, PeerInfo, PeerUpdate } from '@remotemedia/signaling';
import type { WebRtcTransportConfig } from './config.ts';
import { type Entry, enterRoom } from './enter-room.ts';
import type { HeldEvents } from './held-events.ts';
import type { LazyQuality } from './lazy-quality.ts';
import { loadMesh } from './load-mesh.ts';
import { MediaHost } from './media-host.ts';
import { openParts, type Parts } from './open-parts.ts';
import { RelayRenewal } from './relay-renewal.ts';
import { resolveConfig } from './resolve-config.ts';
import {
  FORWARDED,
  type ForwardedEvent,
  type SendOptions,
  type TransportEvents,
  type TransportState,
} from './transport-events.ts';

/**
 * A place in a room: a connection to every other peer of it, for audio, video and messages.
 *
 * @example
 * const transport = await WebRtcTransport.connect({ signaling: location.origin, room: 'standup' });
 * transport.on('track', ({ stream }) => (video.srcObject = stream));
 * await transport.publish(await navigator.mediaDevices.getUserMedia({ audio: true, video: true }));
 */
export class WebRtcTransport extends MediaHost<TransportEvents> {
  readonly #parts: Parts;
  readonly #events: HeldEvents;
  readonly #mesh: Mesh;
  readonly #displayName: string;
  readonly #quality: LazyQuality;
  readonly #renewal: RelayRenewal;
  #state: TransportState = { kind: 'connecting' };

  private constructor(parts: Parts, { mesh, quality, events }: Entry, displayName: string) {
    super(() => this.#mesh, {
      onEvent: (event) => this.emit('pipeline', event),
      onError: (error) => this.emit('error', { error }),
    });
    this.#parts = parts;
    this.#events = events;
    this.#displayName = displayName;
    this.#mesh = mesh;
    this.#quality = quality;
    this.#renewal = new RelayRenewal({
      ...parts.ownServers,
      iceServers: parts.iceServers,
      peers: () => this.#mesh.peers,
      onError: (error) => this.emit('error', { error }),
    });
    this.#renewal.takeOwn(parts.ownServers.answer);
    this.#forwardEvents();
  }

  /**
   * Loads the code that `connect` loads by itself, so that it is there already: some 10 ms less when a user joins. For pages
   * that show something else first, a lobby or a device check.
   *
   * @throws {SdkError} `unavailable` when it cannot be loaded; `connect` tries again
   */
  static async preload(): Promise<void> {
    await loadMesh();
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
    const parts = await openParts(config, resolved);
    const entry = await enterRoom(parts, config);
    const transport = new WebRtcTransport(parts, entry, config.displayName ?? resolved.peerId);
    try {
      transport.#begin(entry.result, config);
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
    this.checkOpen('updateSelf');
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
    this.checkOpen('connectPeer');
    return this.#mesh.connect(peerId, options.signal);
  }

  /** Ends the connection to a peer; both stay in the room. @throws {SdkError} `not-found` */
  async disconnectPeer(peerId: string): Promise<void> {
    this.checkOpen('disconnectPeer');
    await this.#mesh.disconnect(peerId);
  }

  /**
   * What measures connections, adapts what is sent, and knows who speaks. It runs from the first connection on.
   *
   * @throws {SdkError} `unavailable` when its code cannot be loaded, `cancelled` when the transport is closed meanwhile
   */
  async quality(): Promise<Quality> {
    this.checkOpen('quality');
    return this.#quality.get();
  }

  /** How good the connection to a peer is; `undefined` before it was measured and for nobody. Throws like {@link WebRtcTransport.quality}. */
  async getMetrics(peerId: string): Promise<ConnectionQualityMetrics | undefined> {
    this.checkOpen('getMetrics');
    return this.#quality.metricsOf(peerId);
  }

  /** Tries to reach the server, and the peers that are out of reach, now. Does nothing where nothing is being tried. */
  retryNow(): void {
    this.#parts.channel.retryNow();
    for (const peer of this.peers) peer.retryNow();
  }

  /**
   * Six groups of five digits that are the same at the peer's side unless somebody sits in between: have people read
   * them to each other. They stand for this connection only.
   *
   * @throws {SdkError} `not-found`, `failed-precondition` while it is not connected
   */
  async safetyCode(peerId: string): Promise<string> {
    this.checkOpen('safetyCode');
    const peer = this.peers.find(({ id }) => id === peerId);
    if (!peer) throw new SdkError('not-found', `there is no connection to a peer ${peerId}`);
    const { currentLocalDescription: local, currentRemoteDescription: remote } = peer.connection;
    if (!local || !remote) throw new SdkError('failed-precondition', `${peerId} is not connected yet`);
    const { safetyCode } = await import('@remotemedia/mesh/trust');
    return safetyCode(local.sdp, remote.sdp);
  }

  /** Leaves the room and lets go of everything but your tracks. Never throws; calling it again does nothing. */
  async close(): Promise<void> {
    await this.#shut();
  }

  /** Closes at the end of an `await using` block. */
  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  #begin(result: JoinResult, { acceptIceServers = true }: WebRtcTransportConfig): void {
    this.#mesh.admit(result);
    if (acceptIceServers) this.#renewal.follow(this.#events, result.ice);
    this.#setState({ kind: 'connected' });
    this.#events.release();
    if (this.#state.kind === 'closed') throw this.#state.error ?? new SdkError('cancelled', 'the transport was closed');
  }

  #forwardEvents(): void {
    const events = this.#events;
    events.on('stateChange', (state) => {
      if (state.kind === 'recovering') this.#setState(state);
      else if (state.kind === 'joined' && this.#state.kind === 'recovering') this.#setState({ kind: 'connected' });
      else if (state.kind === 'closed' && state.error) void this.#shut(state.error);
    });
    events.on('peerUpdated', (info) => this.emit('peerUpdated', info));
    for (const name of FORWARDED) this.#forward(name);
    const mesh = this.#mesh;
    mesh.on('peerConnected', (event) => {
      this.emit('peerConnected', event);
      this.#quality.get().catch((error: SdkError) => error.code !== 'cancelled' && this.emit('error', { error }));
    });
    mesh.on('data', ({ peer, ...message }) => {
      if (!this.takeForSessions(peer.id, message)) this.emit('data', { peer, ...message });
    });
    mesh.on('reconnected', (event) => {
      this.tellSessions(event);
      this.emit('reconnected', event);
    });
  }

  #forward<Name extends ForwardedEvent>(name: Name): void {
    this.#mesh.on(name, (event: MeshEvents[Name]) => this.emit(name, ...([event] as never)));
  }

  async #shut(error?: SdkError): Promise<void> {
    if (this.#state.kind === 'closed') return;
    const { channel, release } = this.#parts;
    this.#quality.close();
    this.#renewal.close();
    this.closePipelines();
    this.#mesh.close();
    this.#events.close();
    this.closeSessions();
    this.#setState(error ? { kind: 'closed', error } : { kind: 'closed' });
    this.removeAllListeners();
    await channel.close();
    release();
  }

  protected checkOpen(what: string): void {
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
