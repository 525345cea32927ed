import { type Clock, Disposables, Emitter, SdkError, withDeadline } from '@remotemedia/base';
import type { LaneMessage } from '@remotemedia/data';
import type { DescriptionSignal, PeerCapabilities, PeerId, PeerInfo, Signal } from '@remotemedia/signaling';
import { closeLink, type Link } from './link.ts';
import { Negotiation } from './negotiation.ts';
import type { Peer, PeerEndReason, PeerEvents, PeerState, RemoteTrack } from './peer.ts';
import { RemoteTracks } from './remote-tracks.ts';
import { type LocalTrack, type PreferredVideoCodec, TrackSenders } from './track-sender.ts';

/** How long a peer that should offer first may be silent before we offer, in milliseconds. */
const INITIATIVE_AFTER_MS = 3_000;
/** How long the news that a peer left may come after its connection's end, in milliseconds. */
const FAREWELL_MS = 1_000;

/** What a {@link MeshPeer} needs of the mesh. */
export interface MeshPeerOptions {
  /** Who it is. */
  readonly info: PeerInfo;
  /** A connection for this peer alone; the peer closes it. */
  readonly link: Link;
  /** Whether the peer got the link's offer already. */
  readonly isOfferSent: boolean;
  /** Whether we give way at glare. */
  readonly polite: boolean;
  /** Whether we make the first offer. */
  readonly initiator: boolean;
  /** Codec to offer first for video. */
  readonly videoCodec: PreferredVideoCodec | undefined;
  /** Least delay of the receiver's jitter buffer in milliseconds; the browser's choice without. */
  readonly jitterBufferMs: number | undefined;
  /** How long a connection may take to be set up or restored, in milliseconds. */
  readonly connectTimeoutMs: number;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Carries a signal to the peer. */
  readonly send: (signal: Signal) => Promise<void>;
  /** Hears of what went wrong without ending the connection. */
  readonly onFault: (error: SdkError) => void;
}

/** One remote participant and everything that belongs to its connection. */
export class MeshPeer extends Emitter<PeerEvents> implements Peer {
  readonly #info: PeerInfo;
  readonly #link: Link;
  readonly #negotiation: Negotiation;
  readonly #senders: TrackSenders;
  readonly #remote: RemoteTracks;
  readonly #clock: Clock;
  readonly #connectTimeoutMs: number;
  readonly #undo = new Disposables();
  #state: PeerState = { kind: 'connecting' };
  #stopDeadline = () => {};
  #hasDeadline = false;
  #stopInitiative = () => {};
  #lastRemoteSdp: string | undefined;

  constructor(options: MeshPeerOptions) {
    super();
    const { info, link, polite, initiator, clock } = options;
    const { connection, lane, offer } = link;
    this.#info = info;
    this.#link = link;
    this.#clock = clock;
    this.#connectTimeoutMs = options.connectTimeoutMs;
    this.#senders = new TrackSenders(connection, initiator, options.videoCodec);
    this.#negotiation = new Negotiation(connection, {
      polite,
      initiator,
      takesTurns: lane !== undefined,
      clock,
      offer,
      isOfferSent: options.isOfferSent,
      send: options.send,
      onFault: options.onFault,
      beforeDescription: (description) => this.#senders.prepare(description),
      needsOffer: () => this.#senders.hasWaiting,
      afterRollback: () => this.#senders.dropRolledBack(),
    });
    this.#remote = new RemoteTracks(connection, options.jitterBufferMs, (tracks) => this.emit('tracksChange', tracks));
    lane?.listen({
      onOpen: () => this.#onReady(),
      onMessage: (message) => this.emit('data', message),
      onClose: () => this.#onLaneClosed(),
    });
    connection.onconnectionstatechange = () => this.#onConnectionState();
    this.#startDeadline();
    if (!initiator) this.#stopInitiative = clock.after(INITIATIVE_AFTER_MS, () => this.#negotiation.takeInitiative());
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
    return this.#state;
  }

  get tracks(): readonly RemoteTrack[] {
    return this.#remote.tracks;
  }

  get streams(): readonly MediaStream[] {
    return this.#remote.streams;
  }

  get connection(): RTCPeerConnection {
    return this.#link.connection;
  }

  /** The peer's last description, once the connection is closed. */
  get lastRemoteSdp(): string | undefined {
    return this.#lastRemoteSdp;
  }

  /** Takes a signal from the peer. */
  handle(signal: Signal): void {
    this.#stopInitiative();
    this.#negotiation.handle(signal);
  }

  /** Whether an offer comes from a new connection of the peer, which then has given up the one we know. */
  isReplacedBy(offer: DescriptionSignal): boolean {
    return this.#negotiation.isForeign(offer);
  }

  /** Sends a track to this peer, in its turn between other changes. */
  async addTrack(local: LocalTrack): Promise<void> {
    const isWaiting = await this.#negotiation.run(() => this.#senders.add(local));
    if (isWaiting) this.#negotiation.requestOffer();
  }

  /** Stops sending a track to this peer. */
  async removeTrack(track: MediaStreamTrack): Promise<void> {
    await this.#negotiation.run(() => this.#senders.remove(track));
  }

  /** Sends a message. Throws like {@link Lane.send}; `failed-precondition` when the mesh has no data channel. */
  async send(message: LaneMessage, signal?: AbortSignal): Promise<void> {
    if (!this.#link.lane)
      throw new SdkError('failed-precondition', 'enableDataChannel is false: there is nothing to send on');
    if (this.#state.kind === 'closed')
      throw new SdkError('failed-precondition', `the connection to ${this.id} is closed`);
    await this.#link.lane.send(message, signal);
  }

  /** Resolves when connected. @throws {SdkError} why it never was, or `cancelled` */
  async whenConnected(signal?: AbortSignal): Promise<void> {
    let undo = () => {};
    const settled = new Promise<PeerState>((resolve) => {
      if (this.#state.kind === 'connected' || this.#state.kind === 'closed') resolve(this.#state);
      undo = this.on('stateChange', (state) => {
        if (state.kind === 'connected' || state.kind === 'closed') resolve(state);
      });
    });
    try {
      const state = await withDeadline(() => settled, { signal });
      if (state.kind === 'closed') {
        throw state.error ?? new SdkError('unavailable', `the connection to ${this.id} ended: ${state.reason}`);
      }
    } finally {
      undo();
    }
  }

  /** Ends the connection. Calling it again does nothing. */
  close(reason: PeerEndReason, error?: SdkError): void {
    if (this.#state.kind === 'closed') return;
    this.#stopDeadline();
    this.#stopInitiative();
    this.#undo.dispose();
    this.#negotiation.close();
    this.#remote.close();
    this.#link.connection.onconnectionstatechange = null;
    // Not later: Firefox tells nothing of a connection that is closed.
    this.#lastRemoteSdp = this.#link.connection.remoteDescription?.sdp;
    closeLink(this.#link);
    this.#setState(error ? { kind: 'closed', reason, error } : { kind: 'closed', reason });
    this.removeAllListeners();
  }

  /** Connected is when both media and messages can flow, so that the first message may follow at once. */
  #onReady(): void {
    const { connection, lane } = this.#link;
    if (connection.connectionState !== 'connected' || (lane && !lane.isOpen)) return;
    this.#stopDeadline();
    this.#hasDeadline = false;
    this.#setState({ kind: 'connected' });
  }

  #onConnectionState(): void {
    const state = this.#link.connection.connectionState;
    if (state === 'connected') this.#onReady();
    else if (state === 'disconnected' && this.#state.kind === 'connected') this.#setState({ kind: 'recovering' });
    else if (state === 'failed') this.#restart();
  }

  /** A new set of candidates on the same connection; tracks and data channel stay. */
  #restart(): void {
    if (this.#state.kind === 'connected') this.#setState({ kind: 'recovering' });
    this.#startDeadline();
    this.#link.connection.restartIce();
  }

  /** Runs on over further failures: a connection that fails again and again has no more time than one that fails once. */
  #startDeadline(): void {
    if (this.#hasDeadline) return;
    this.#hasDeadline = true;
    this.#stopDeadline = this.#clock.after(this.#connectTimeoutMs, () => {
      const waited = `${this.#connectTimeoutMs / 1000} s`;
      const what = this.#state.kind === 'recovering' ? 'restored' : 'made';
      const error = new SdkError(
        'deadline-exceeded',
        `no connection to ${this.displayName} could be ${what} within ${waited}`,
      );
      this.close('failed', error);
    });
  }

  /** The other side ended the connection. Why comes by signaling, before or after. */
  #onLaneClosed(): void {
    const gone = () => this.close('failed', new SdkError('unavailable', `${this.displayName} ended the connection`));
    this.#undo.add(this.#clock.after(FAREWELL_MS, gone));
  }

  #setState(state: PeerState): void {
    if (this.#state.kind === state.kind) return;
    this.#state = state;
    this.emit('stateChange', state);
  }
}
