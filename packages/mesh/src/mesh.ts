import { Emitter, SdkError, systemClock, type Undo } from '@remotemedia/base';
import type { LaneMessage } from '@remotemedia/data';
import { type JoinResult, type PeerId, type PeerInfo, type RemoteSignal, toPeerId } from '@remotemedia/signaling';
import { ConnectionBudget } from './connection-budget.ts';
import { EndedSessions } from './ended-sessions.ts';
import { closeLink, type Link, openLink } from './link.ts';
import type { MeshEvents, MeshOptions } from './mesh-options.ts';
import { MeshPeer } from './mesh-peer.ts';
import type { Peer, PeerEndReason } from './peer.ts';
import type { LocalTrack } from './track-sender.ts';
import { watchTracks } from './track-watch.ts';

/** One connection to every other peer of a room. */
export class Mesh extends Emitter<MeshEvents> {
  readonly #options: MeshOptions;
  readonly #peers = new Map<PeerId, MeshPeer>();
  readonly #known = new Map<PeerId, PeerInfo>();
  readonly #local = new Map<MediaStreamTrack, LocalTrack>();
  readonly #undo: Undo[];
  #snapshot: readonly Peer[] = [];
  readonly #budget: ConnectionBudget;
  readonly #ended = new EndedSessions();
  #prepared: Link | undefined;
  #closed = false;

  /** Listens on the channel from now on; make it before the channel joins, so that nothing is missed. */
  constructor(options: MeshOptions) {
    super();
    this.#options = options;
    const { channel, prepared } = options;
    this.#prepared = prepared;
    this.#budget = new ConnectionBudget(options.clock ?? systemClock);
    this.#undo = [
      channel.on('peerJoined', (info) => this.#onJoined(info)),
      channel.on('peerLeft', (id) => this.#onLeft(id)),
      channel.on('dismissed', (id) => this.#onDismissed(id)),
      channel.on('signal', (signal) => this.#onSignal(signal)),
    ];
  }

  /** Who is in the mesh; the same array until that changes. */
  get peers(): readonly Peer[] {
    return this.#snapshot;
  }

  /** What we send. */
  get localTracks(): readonly LocalTrack[] {
    return [...this.#local.values()];
  }

  /**
   * Connects to those who were in the room before us.
   *
   * @throws {SdkError} `resource-exhausted` when they are more than `maxPeers`
   */
  admit({ peers, offered }: JoinResult): void {
    this.#checkOpen();
    const { maxPeers } = this.#options;
    if (peers.length > maxPeers) {
      throw new SdkError('resource-exhausted', `the room has ${peers.length} peers and maxPeers is ${maxPeers}`);
    }
    // The peer that has the prepared offer must get the connection it came from.
    const inOrder = [...peers].sort((a, b) => Number(b.id === offered) - Number(a.id === offered));
    for (const info of inOrder) {
      this.#known.set(info.id, info);
      if (!this.#peers.has(info.id)) this.#connect(info, { initiator: true, isOfferSent: info.id === offered });
    }
    this.#dropPrepared();
  }

  /** Connects to a peer of the room again, after `disconnect`. Resolves when connected. */
  async connect(peerId: string, signal?: AbortSignal): Promise<Peer> {
    this.#checkOpen();
    const id = toPeerId(peerId);
    const info = this.#known.get(id);
    if (!info) throw new SdkError('not-found', `there is no peer ${peerId} in the room`);
    if (!this.#peers.has(id) && this.#isFull()) {
      throw new SdkError('resource-exhausted', `the mesh is full: maxPeers is ${this.#options.maxPeers}`);
    }
    const peer = this.#peers.get(id) ?? this.#connect(info, { initiator: true });
    await peer.whenConnected(signal);
    return peer;
  }

  /** Ends the connection to a peer and tells it so. It stays in the room. */
  async disconnect(peerId: string): Promise<void> {
    const id = toPeerId(peerId);
    if (!this.#peers.has(id)) throw new SdkError('not-found', `there is no connection to a peer ${peerId}`);
    this.#end(id, 'closed');
    await this.#options.channel.dismiss(id);
  }

  /** Sends a track to everyone, now and later. */
  async addTrack(local: LocalTrack): Promise<void> {
    if (local.track.readyState === 'ended') {
      throw new SdkError('invalid-argument', `the ${local.track.kind} track has ended; capture a new one`);
    }
    this.#local.set(local.track, local);
    await this.#forEach((peer) => peer.addTrack(local));
  }

  /** Stops sending a track. A track that is not being sent is no error. */
  async removeTrack(track: MediaStreamTrack): Promise<void> {
    if (this.#local.delete(track)) await this.#forEach((peer) => peer.removeTrack(track));
  }

  /** Sends a message to one peer. Throws like {@link MeshPeer.send}, `not-found` for a peer that is not here. */
  async send(peerId: string, message: LaneMessage, signal?: AbortSignal): Promise<void> {
    const peer = this.#peers.get(toPeerId(peerId));
    if (!peer) throw new SdkError('not-found', `there is no connection to a peer ${peerId}`);
    await peer.send(message, signal);
  }

  /** Ends all connections. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const undo of this.#undo) undo();
    for (const id of [...this.#peers.keys()]) this.#end(id, 'closed');
    this.#dropPrepared();
    this.#ended.forget();
    this.#known.clear();
    this.#local.clear();
    this.removeAllListeners();
  }

  #isFull(): boolean {
    return this.#peers.size >= this.#options.maxPeers;
  }

  #checkOpen(): void {
    if (this.#closed) throw new SdkError('cancelled', 'the mesh was closed');
  }

  #onJoined(info: PeerInfo): void {
    this.#known.set(info.id, info);
    this.#end(info.id, 'left');
    this.#receive(info);
  }

  #onLeft(id: PeerId): void {
    this.#known.delete(id);
    this.#end(id, 'left');
    this.#ended.forget(id);
  }

  #onDismissed(id: PeerId): void {
    const wasSetUp = this.#peers.get(id)?.state.kind !== 'connecting';
    this.#end(id, wasSetUp ? 'dismissed' : 'refused');
  }

  #onSignal({ from, signal }: RemoteSignal): void {
    const peer = this.#peers.get(from);
    if (signal.type === 'offer' && this.#ended.isLate(from, signal.sdp)) return;
    if (peer && !(signal.type === 'offer' && peer.isReplacedBy(signal))) {
      peer.handle(signal);
      return;
    }
    this.#end(from, 'closed');
    const info = this.#known.get(from);
    // Only an offer starts a connection; the rest is late mail for one that is over.
    if (signal.type === 'offer' && info) this.#receive(info)?.handle(signal);
  }

  /** Makes a connection because a peer asks for it, if there is room for it. */
  #receive(info: PeerInfo): MeshPeer | undefined {
    if (this.#isFull()) return this.#refuse(info.id, `maxPeers is ${this.#options.maxPeers}`);
    if (!this.#budget.take(info.id)) return this.#refuse(info.id, 'it, or all together, come and go too often');
    try {
      return this.#connect(info, { initiator: false });
    } catch (caught) {
      return this.#refuse(info.id, SdkError.from(caught).detail);
    }
  }

  #refuse(id: PeerId, reason: string): undefined {
    this.emit('error', { error: new SdkError('resource-exhausted', `${id} was refused: ${reason}`) });
    this.#options.channel.dismiss(id).catch(() => {});
  }

  #connect(
    info: PeerInfo,
    { initiator, isOfferSent = false }: { initiator: boolean; isOfferSent?: boolean },
  ): MeshPeer {
    const { channel, self, clock = systemClock, ...settings } = this.#options;
    const peer = new MeshPeer({
      info,
      initiator,
      clock,
      link: this.#takeLink(initiator),
      isOfferSent,
      polite: self > info.id,
      videoCodec: settings.videoCodec,
      jitterBufferMs: settings.jitterBufferMs,
      connectTimeoutMs: settings.connectTimeoutMs,
      send: (signal) => channel.send(info.id, signal),
      onFault: (error) => this.emit('error', { error, peer }),
    });
    this.#peers.set(info.id, peer);
    this.#watch(peer);
    this.#changed();
    this.emit('peerJoined', { peer });
    for (const local of this.#local.values()) {
      peer.addTrack(local).catch((caught: unknown) => this.#fault(caught, peer));
    }
    return peer;
  }

  /** The prepared link for who may offer first and has no media to offer with it, else a new one. */
  #takeLink(initiator: boolean): Link {
    const { createConnection, laneMode } = this.#options;
    const prepared = this.#prepared;
    if (!prepared || !initiator || this.#local.size > 0) return openLink(createConnection, laneMode);
    this.#prepared = undefined;
    return prepared;
  }

  #dropPrepared(): void {
    if (this.#prepared) closeLink(this.#prepared);
    this.#prepared = undefined;
  }

  #watch(peer: MeshPeer): void {
    const compare = watchTracks({
      onGone: (entry) => this.emit('trackRemoved', { peer, ...entry }),
      onCome: (entry) => this.emit('track', { peer, ...entry }),
    });
    peer.on('tracksChange', (tracks) => {
      this.#changed();
      compare(tracks);
    });
    peer.on('data', (data) => this.emit('data', { peer, data }));
    peer.on('stateChange', (state) => this.#onPeerState(peer, state.kind));
  }

  #onPeerState(peer: MeshPeer, kind: Peer['state']['kind']): void {
    if (kind === 'closed') {
      if (this.#peers.get(peer.id) === peer) this.#peers.delete(peer.id);
      this.#ended.remember(peer.id, peer.lastRemoteSdp);
    }
    this.#changed();
    const { state } = peer;
    if (kind === 'connected') this.emit('peerConnected', { peer });
    if (state.kind === 'closed') {
      this.emit('peerDisconnected', { peer, reason: state.reason, ...(state.error && { error: state.error }) });
    }
  }

  #end(id: PeerId, reason: PeerEndReason): void {
    this.#peers.get(id)?.close(reason);
  }

  #changed(): void {
    this.#snapshot = [...this.#peers.values()];
    this.emit('peersChange', this.#snapshot);
  }

  async #forEach(change: (peer: MeshPeer) => Promise<void>): Promise<void> {
    await Promise.all(
      [...this.#peers.values()].map((peer) => change(peer).catch((caught: unknown) => this.#fault(caught, peer))),
    );
  }

  #fault(caught: unknown, peer: MeshPeer): void {
    const error = SdkError.from(caught, 'internal');
    if (error.code !== 'cancelled') this.emit('error', { error, peer });
  }
}
