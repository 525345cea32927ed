import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { DataLane, LaneMessage, RequestOptions, Sendable } from '@remotemedia/data';
import type { PeerCapabilities, PeerId, PeerInfo, Signal } from '@remotemedia/signaling';
import { Control, type ControlPort } from './connection/control.ts';
import type { PeerLanes } from './connection/lanes.ts';
import { type Link, openLink } from './connection/link.ts';
import type { OpenLaneOptions } from './connection/open-lanes.ts';
import { PeerLink, type PeerLinkListener } from './connection/peer-link.ts';
import { WantedTracks } from './connection/wanted-tracks.ts';
import type { TrackOptions } from './encodings.ts';
import type { MeshPeerOptions } from './mesh-peer-options.ts';
import type { Peer, PeerEndReason, PeerEvents, PeerSendOptions, PeerState, RemoteTrack } from './peer.ts';
import type { PeerMetrics } from './peer-metrics.ts';
import type { PathSign } from './recovery/path-watch.ts';
import { Recovery } from './recovery/recovery.ts';
import type { RecoveryPort } from './recovery/recovery-port.ts';
import type { PeerRecovery, ReconnectionEvent, ReconnectOptions } from './recovery/recovery-state.ts';
import { checkLive } from './room/local-tracks.ts';
import type { SenderOf } from './track-sender.ts';

/** How long a peer that should offer first may be silent before we offer, in milliseconds. */
const INITIATIVE_AFTER_MS = 3_000;
/** How much longer the polite side waits, in milliseconds, in case neither was told to offer. */
const POLITE_INITIATIVE_LAG_MS = 3_000;

/** How long a peer that the server takes for gone may stay if its connection works, in milliseconds. */
const RETURN_MS = 30_000;
/** The same if the connection was lost, too: its network may be down. */
const RETURN_OF_LOST_MS = 20_000;
/**
 * Who was silent for longer when the server takes it for gone, in milliseconds, has probably lost its network. The server
 * knows sooner of a page that was ended, since the system closes its sockets.
 */
const OUTAGE_MS = 7_500;

/** One remote participant, over one connection after another. */
export class MeshPeer extends Emitter<PeerEvents> implements Peer {
  readonly control: ControlPort;
  /** What we send to it. */
  readonly sent: WantedTracks = new WantedTracks(() => this.#line);
  readonly #options: MeshPeerOptions;
  readonly #control = new Control();
  readonly #recovery: Recovery;
  readonly #listener: PeerLinkListener;
  #info: PeerInfo;
  #line: PeerLink;
  #closed: PeerState | undefined;
  #stopInitiative: Undo = () => {};

  constructor(options: MeshPeerOptions) {
    super();
    this.#options = options;
    this.#info = options.info;
    this.control = this.#control;
    const { polite, policy, connectTimeoutMs: timeoutMs, isReachable, clock, info } = options;
    const port: RecoveryPort = {
      isAnswered: () => this.#line.negotiation.isAnswered,
      isBelieved: () => this.connection.connectionState === 'connected',
      restart: (how) => this.#restart(how),
      redial: () => this.#redial({ initiator: true }),
      probe: () => this.#line.heartbeat.probe(),
    };
    this.#recovery = new Recovery(port, { peerId: info.id, policy, timeoutMs, polite, isReachable, clock });
    this.#recovery.on('change', (status) => {
      if (status.kind === 'recovering' && status.stage !== 'disconnected') this.#line.pictures.pause();
      this.emit('stateChange', status);
    });
    this.#recovery.on('reconnected', (event) => {
      this.#line.pictures.refresh();
      this.emit('reconnected', event);
    });
    this.#listener = this.#makeListener();
    this.#line = this.#use(options.link, options);
  }

  get id(): PeerId {
    return this.#info.id;
  }

  get displayName(): string {
    return this.#info.displayName;
  }

  get capabilities(): PeerCapabilities {
    return this.#info.capabilities;
  }

  get metadata(): Readonly<Record<string, string>> {
    return this.#info.metadata;
  }

  get state(): PeerState {
    return this.#closed ?? this.#recovery.status;
  }

  get recovery(): PeerRecovery {
    return this.#recovery.summary;
  }

  get tracks(): readonly RemoteTrack[] {
    return this.#line.remote.tracks;
  }

  get streams(): readonly MediaStream[] {
    return this.#line.remote.streams;
  }

  get connection(): RTCPeerConnection {
    return this.#line.link.connection;
  }

  get lanes(): PeerLanes | undefined {
    return this.#line.lanes;
  }

  /** Whether the other side has ended the connection, as far as that shows. */
  get isEnded(): boolean {
    return this.#line.isEnded;
  }

  /** How long it may take to come back, in milliseconds, if the server says that it is gone; 0 when it will not. */
  get returnMs(): number {
    const { link, heartbeat } = this.#line;
    if (!link.channels || this.isEnded || this.state.kind === 'connecting') return 0;
    if (this.state.kind === 'connected') return RETURN_MS;
    return heartbeat.silentMs > OUTAGE_MS ? RETURN_OF_LOST_MS : 0;
  }

  /** Takes a signal from the peer; an offer of a new connection of it replaces the one we know. */
  handle(signal: Signal): void {
    if (signal.type === 'offer') this.#stopInitiative();
    this.#line.negotiation.handle(signal);
  }

  /** The peer was found in the room: takes what is newly known of it. */
  update(info: PeerInfo): void {
    this.#info = info;
    this.#recovery.hope();
  }

  /** The peer can, or cannot, be told anything now. */
  setReachable(isReachable: boolean): void {
    this.#recovery.setReachable(isReachable);
  }

  /** Something happened to our own way to the network, or to the page. */
  onPathSign(sign: PathSign): void {
    if (sign === 'hidden' || sign === 'seen') this.#line.heartbeat.tell();
    if (sign !== 'hidden' && sign !== 'offline') this.#recovery.pathChanged(sign);
  }

  addAudioTrack(track: MediaStreamTrack, options?: TrackOptions): Promise<void> {
    return this.#addOwn('audio', track, options);
  }

  addVideoTrack(track: MediaStreamTrack, options?: TrackOptions): Promise<void> {
    return this.#addOwn('video', track, options);
  }

  async removeTrack(track: MediaStreamTrack): Promise<void> {
    await this.sent.remove(track);
  }

  async getMetrics(): Promise<PeerMetrics | undefined> {
    return this.#options.measure?.(this.id);
  }

  onReconnection(listener: (event: ReconnectionEvent) => void): Undo {
    return this.on('reconnected', listener);
  }

  async changeSenders(change: (senders: readonly SenderOf[]) => Promise<void> | void): Promise<void> {
    const { negotiation, senders } = this.#line;
    await negotiation.run(() => change(senders.all));
  }

  async send(data: Sendable, { lane = this.#options.laneMode, ...options }: PeerSendOptions = {}): Promise<void> {
    const { messages, fresh } = this.#needLanes();
    await (lane === 'reliable' ? messages : fresh).send(data, options);
  }

  async request(method: string, data: Sendable, options?: RequestOptions): Promise<LaneMessage> {
    this.#needLanes();
    if (!this.#line.requests) throw noLanes();
    return this.#line.requests.request(method, data, options);
  }

  createDataChannel(label: string, options: OpenLaneOptions = { mode: 'reliable' }): DataLane {
    this.#needLanes();
    return this.#line.openLanes.open(label, options);
  }

  retryNow(): void {
    this.#recovery.nudge();
  }

  reconnect(options?: ReconnectOptions): Promise<ReconnectionEvent> {
    return this.#recovery.reconnect(options);
  }

  /** Ends the connection. Calling it again does nothing. */
  close(reason: PeerEndReason, error?: SdkError): void {
    if (this.#closed) return;
    this.#closed = error ? { kind: 'closed', reason, error } : { kind: 'closed', reason };
    const why = error ?? new SdkError('cancelled', `the connection to ${this.displayName} was closed: ${reason}`);
    this.#recovery.close(why);
    this.#endLine(why);
    this.#control.close();
    this.emit('stateChange', this.#closed);
    this.removeAllListeners();
  }

  #makeListener(): PeerLinkListener {
    const recovery = this.#recovery;
    return {
      onUp: () => recovery.up(),
      onHeard: () => recovery.heard(),
      onDown: () => recovery.down(),
      onDoubt: () => this.#options.onDoubt(),
      onFailed: () => recovery.failed(),
      onEnded: () => this.#options.onEnded(),
      onBroken: () => recovery.broken(),
      onSilent: ({ isProbed }) => (isProbed ? recovery.lostTrust() : recovery.silent()),
      onRestart: () => recovery.answering({ full: false }),
      onNewcomer: (signals, how) => this.#receive(signals, how),
      onForged: (error) => {
        this.#options.onFault(error);
        this.close('failed', error);
      },
      onFault: (error) => this.#options.onFault(error),
      onTracks: (tracks) => this.emit('tracksChange', tracks),
      onData: (message) => this.emit('data', message),
      onLane: (lane) => this.emit('lane', lane),
    };
  }

  #use(link: Link, { initiator, isOfferSent }: { initiator: boolean; isOfferSent: boolean }): PeerLink {
    const { info, clock, polite } = this.#options;
    const options = { ...this.#options, peerId: info.id, control: this.#control, link, initiator, isOfferSent };
    const line = new PeerLink(options, this.#listener);
    const patienceMs = INITIATIVE_AFTER_MS + (polite ? POLITE_INITIATIVE_LAG_MS : 0);
    if (!initiator) this.#stopInitiative = clock.after(patienceMs, () => line.negotiation.takeInitiative());
    return line;
  }

  /** Takes a new connection because the peer did. */
  #receive(signals: readonly Signal[], { isGlare }: { readonly isGlare: boolean }): void {
    if (!isGlare && !this.#options.mayReplace()) return;
    try {
      this.#redial({ initiator: false });
    } catch (caught) {
      this.#options.onFault(SdkError.from(caught, 'unavailable'));
      return;
    }
    this.#recovery.answering({ full: true });
    for (const signal of signals) this.handle(signal);
  }

  #restart(how: { readonly isStale: boolean }): void {
    if (this.connection.signalingState === 'closed') this.#redial({ initiator: true });
    else this.#line.negotiation.restart(how);
  }

  /** A new connection; what we send goes over it, too. */
  #redial({ initiator }: { initiator: boolean }): void {
    const link = openLink(this.#options);
    this.#endLine(new SdkError('unavailable', `the connection to ${this.displayName} was replaced by a new one`));
    this.#line = this.#use(link, { initiator, isOfferSent: false });
    this.sent.resend((error) => this.#options.onFault(error));
  }

  #endLine(reason: SdkError): void {
    this.#stopInitiative();
    // Not later: Firefox tells nothing of a connection that is closed.
    const lastSdp = this.connection.signalingState === 'closed' ? undefined : this.connection.remoteDescription?.sdp;
    this.#line.close(reason);
    this.#options.onOver(lastSdp);
  }

  async #addOwn(kind: string, track: MediaStreamTrack, options: TrackOptions | undefined): Promise<void> {
    this.#checkOpen();
    checkLive(track);
    if (track.kind !== kind) throw new SdkError('invalid-argument', `expected a track of ${kind}, got ${track.kind}`);
    if (!this.sent.has(track)) await this.sent.add({ track, stream: new MediaStream([track]), options });
  }

  #checkOpen(): void {
    if (this.#closed) throw new SdkError('failed-precondition', `the connection to ${this.id} is closed`);
  }

  #needLanes(): PeerLanes {
    this.#checkOpen();
    if (!this.lanes) throw noLanes();
    return this.lanes;
  }
}

function noLanes(): SdkError {
  return new SdkError('failed-precondition', 'enableDataChannel is false: there is nothing to send on');
}
