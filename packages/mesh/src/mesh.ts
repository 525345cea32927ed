import { Emitter, SdkError, systemClock, type Undo } from '@remotemedia/base';
import type { LaneMessage, RequestHandler, RequestOptions, Sendable } from '@remotemedia/data';
import { type JoinResult, type PeerId, type PeerInfo, type RemoteSignal, toPeerId } from '@remotemedia/signaling';
import { openLink } from './connection/link.ts';
import { type PeerSettings, settingsOf } from './connection/peer-settings.ts';
import type { MeshEvents, MeshOptions } from './mesh-options.ts';
import { MeshPeer } from './mesh-peer.ts';
import type { Peer, PeerSendOptions, PeerState } from './peer.ts';
import { type PathSign, PathWatch, pageSources } from './recovery/path-watch.ts';
import { announcePeer } from './room/announce-peer.ts';
import { Doorkeeper } from './room/doorkeeper.ts';
import { LocalTracks } from './room/local-tracks.ts';
import { PreparedLink } from './room/prepared-link.ts';
import { Roster } from './room/roster.ts';
import { whenConnected } from './room/when-connected.ts';
import type { LocalTrack } from './track-sender.ts';

/** How long a peer that we did not find again after entering anew may take to enter, too, in milliseconds. */
const REENTRY_MS = 15_000;

/** One connection to every other peer of a room. */
export class Mesh extends Emitter<MeshEvents> {
  readonly #options: MeshOptions;
  readonly #peers = new Map<PeerId, MeshPeer>();
  readonly #local: LocalTracks<MeshPeer>;
  readonly #undo: Undo[];
  #snapshot: readonly Peer[] = [];
  readonly #door: Doorkeeper;
  readonly #roster: Roster;
  readonly #path: PathWatch;
  readonly #settings: PeerSettings;
  readonly #prepared: PreparedLink;
  #closed = false;

  /** Listens on the channel from now on; make it before the channel joins, or hold its events, so that nothing is missed. */
  constructor(options: MeshOptions) {
    super();
    this.#options = options;
    const { channel, events = channel, prepared, clock = systemClock } = options;
    this.#prepared = new PreparedLink(prepared);
    this.#settings = settingsOf(options, () => this.#path.isHidden);
    this.#door = new Doorkeeper(options, clock, (error) => this.emit('error', { error }));
    this.#roster = new Roster(clock, (id) => this.#drop(id));
    this.#path = new PathWatch(clock, (sign) => this.#onPathSign(sign), options.pathSources ?? pageSources());
    this.#local = new LocalTracks(
      () => this.#peers.values(),
      (error, peer) => this.emit('error', { error, peer }),
    );
    this.#undo = [
      () => this.#path.close(),
      events.on('stateChange', () => this.#tellReachable()),
      events.on('rejoined', (result) => this.#onRejoined(result)),
      events.on('peerJoined', (info) => this.#onJoined(info)),
      events.on('peerLeft', (id) => this.#onLeft(id)),
      events.on('dismissed', (id) => this.#onDismissed(id)),
      events.on('signal', (signal) => this.#onSignal(signal)),
    ];
  }

  /** Who is in the mesh; the same array until that changes. */
  get peers(): readonly Peer[] {
    return this.#snapshot;
  }

  /** What we send. */
  get localTracks(): readonly LocalTrack[] {
    return this.#local.all;
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
      this.#roster.add(info);
      if (!this.#peers.has(info.id) && this.#door.accepts(info))
        this.#connect(info, { initiator: true, isOfferSent: info.id === offered });
    }
    this.#prepared.close();
  }

  /** Connects to a peer of the room again, after `disconnect`. Resolves when connected. */
  async connect(peerId: string, signal?: AbortSignal): Promise<Peer> {
    this.#checkOpen();
    const id = toPeerId(peerId);
    const info = this.#roster.get(id);
    if (!info) throw new SdkError('not-found', `there is no peer ${peerId} in the room`);
    if (!this.#peers.has(id)) this.#door.check(info, this.#peers.size);
    const peer = this.#peers.get(id) ?? this.#connect(info, { initiator: true });
    await whenConnected(peer, signal);
    return peer;
  }

  /** Ends the connection to a peer and tells it so. It stays in the room. */
  async disconnect(peerId: string): Promise<void> {
    const peer = this.#get(peerId);
    peer.close('closed');
    await this.#options.channel.dismiss(peer.id);
  }

  /** Sends a track to everyone, now and later. */
  async addTrack(local: LocalTrack): Promise<void> {
    await this.#local.add(local);
  }

  /** Stops sending a track. A track that is not being sent is no error. */
  async removeTrack(track: MediaStreamTrack): Promise<void> {
    await this.#local.remove(track);
  }

  /**
   * Sends another track of the same kind in the place of one, without a new negotiation.
   *
   * @throws {SdkError} `not-found` when `old` is not being sent, `invalid-argument` when `track` has ended or is of another kind
   */
  async replaceTrack(old: MediaStreamTrack, track: MediaStreamTrack): Promise<void> {
    await this.#local.replace(old, track);
  }

  /** Sends a message to one peer. Throws like {@link Peer.send}, `not-found` for a peer that is not here. */
  async send(peerId: string, data: Sendable, options?: PeerSendOptions): Promise<void> {
    await this.#get(peerId).send(data, options);
  }

  /** Asks a peer something. Throws like {@link Peer.request}, `not-found` for a peer that is not here. */
  async request(peerId: string, method: string, data: Sendable, options?: RequestOptions): Promise<LaneMessage> {
    return this.#get(peerId).request(method, data, options);
  }

  /** Answers requests of peers. @throws {SdkError} `already-exists` when the method has a handler, `invalid-argument` */
  handle(method: string, handler: RequestHandler): Undo {
    return this.#settings.handlers.register(method, handler);
  }

  /** Ends all connections. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    for (const undo of this.#undo) undo();
    for (const peer of [...this.#peers.values()]) peer.close('closed');
    this.#prepared.close();
    this.#roster.delete();
    this.#local.clear();
    this.removeAllListeners();
  }

  #get(peerId: string): MeshPeer {
    const peer = this.#peers.get(toPeerId(peerId));
    if (!peer) throw new SdkError('not-found', `there is no connection to a peer ${peerId}`);
    return peer;
  }

  #checkOpen(): void {
    if (this.#closed) throw new SdkError('cancelled', 'the mesh was closed');
  }

  #onJoined(info: PeerInfo): void {
    if (!this.#find(info) && this.#door.accepts(info)) this.#receive(info);
  }

  /** Notes that a peer is in the room. If there is a connection to it, it stays: only an offer can replace it. */
  #find(info: PeerInfo): MeshPeer | undefined {
    this.#roster.add(info);
    const peer = this.#peers.get(info.id);
    peer?.update(info);
    this.#tellReachable();
    return peer;
  }

  /** We entered anew, because the server had lost us; it may have lost others, too. */
  #onRejoined({ peers }: JoinResult): void {
    for (const id of this.#roster.absent(peers)) {
      if (this.#peers.get(id)?.isEnded === false) this.#roster.lose(id, REENTRY_MS, false);
      else this.#drop(id);
    }
    this.#tellReachable();
    for (const info of peers) {
      if (this.#find(info) || !this.#door.accepts(info)) continue;
      if (this.#door.hasRoom(info.id, this.#peers.size)) this.#connect(info, { initiator: true });
    }
  }

  #onLeft(id: PeerId): void {
    // What the server lost may only be its way to the peer. One that leaves ends its connection, too.
    const returnMs = this.#peers.get(id)?.returnMs ?? 0;
    if (returnMs > 0) this.#roster.lose(id, returnMs, true);
    else this.#drop(id);
    this.#tellReachable();
  }

  #drop(id: PeerId): void {
    this.#peers.get(id)?.close('left');
    this.#roster.delete(id);
  }

  #onDismissed(id: PeerId): void {
    const peer = this.#peers.get(id);
    peer?.close(peer.state.kind === 'connecting' ? 'refused' : 'dismissed');
  }

  #onSignal({ from, signal }: RemoteSignal): void {
    const peer = this.#peers.get(from);
    if (signal.type !== 'candidate' && this.#roster.ended.isLate(from, signal.sdp)) return;
    if (peer) {
      peer.handle(signal);
      return;
    }
    const info = this.#roster.get(from);
    // Only an offer starts a connection; the rest is late mail for one that is over.
    if (signal.type === 'offer' && info && this.#door.accepts(info)) this.#receive(info)?.handle(signal);
  }

  #onPathSign(sign: PathSign): void {
    this.#tellReachable();
    for (const peer of this.#peers.values()) peer.onPathSign(sign);
  }

  get #isReachable(): boolean {
    return this.#options.channel.state.kind === 'joined' && !this.#path.isOffline;
  }

  #tellReachable(): void {
    for (const peer of this.#peers.values()) peer.setReachable(this.#isReachable && !this.#roster.isMissing(peer.id));
  }

  /** Makes a connection because a peer asks for it, if there is room for it. */
  #receive(info: PeerInfo): MeshPeer | undefined {
    if (!this.#door.hasRoom(info.id, this.#peers.size)) return undefined;
    try {
      if (this.#door.mayCall(info.id)) return this.#connect(info, { initiator: false });
      this.#door.refuse(info.id, 'it, or all together, come and go too often');
    } catch (caught) {
      this.#door.refuse(info.id, SdkError.from(caught).detail);
    }
    return undefined;
  }

  #connect(
    info: PeerInfo,
    { initiator, isOfferSent = false }: { initiator: boolean; isOfferSent?: boolean },
  ): MeshPeer {
    const { channel, self } = this.#options;
    // The prepared one is for who may offer first and has no media to offer with it.
    const prepared = initiator && this.#local.all.length === 0 ? this.#prepared.take() : undefined;
    const peer = new MeshPeer({
      ...this.#settings,
      info,
      initiator,
      isOfferSent,
      link: prepared ?? openLink(this.#settings),
      polite: self > info.id,
      isReachable: this.#isReachable,
      send: (signal, how) => channel.send(info.id, signal, how),
      onFault: (error) => this.emit('error', { error, peer }),
      onDoubt: () => channel.suspect(),
      onEnded: () => this.#roster.isMissing(info.id) && this.#drop(info.id),
      mayReplace: () => this.#door.mayCall(info.id),
      onOver: (lastSdp) => this.#roster.ended.remember(info.id, lastSdp),
    });
    this.#peers.set(info.id, peer);
    peer.on('tracksChange', () => this.#changed());
    peer.on('stateChange', (state) => this.#onPeerState(peer, state));
    announcePeer(peer, (name, payload) => this.emit(name, ...([payload] as never)));
    this.#changed();
    this.emit('peerJoined', { peer });
    this.#local.sendTo(peer);
    return peer;
  }

  #onPeerState(peer: MeshPeer, state: PeerState): void {
    const isClosed = state.kind === 'closed';
    if (isClosed && this.#peers.get(peer.id) === peer) this.#peers.delete(peer.id);
    // A missing peer whose connection ended, too, is gone.
    const stage = state.kind === 'recovering' ? state.stage : undefined;
    const isLost = stage === 'disconnected' && this.#roster.isSaidToHaveLeft(peer.id);
    const isOver = isLost || stage === 'redialling' || stage === 'given-up';
    if (isOver && this.#roster.isMissing(peer.id)) this.#drop(peer.id);
    else this.#changed();
    if (!isClosed) return;
    const { reason, error } = state;
    this.emit('peerDisconnected', { peer, reason, ...(error && { error }) });
  }

  #changed(): void {
    this.#snapshot = [...this.#peers.values()];
    this.emit('peersChange', this.#snapshot);
  }
}
