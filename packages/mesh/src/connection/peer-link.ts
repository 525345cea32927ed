import { type Clock, Disposables, type SdkError } from '@remotemedia/base';
import { type DataLane, type LaneMessage, Requests } from '@remotemedia/data';
import type { PeerId, Signal } from '@remotemedia/signaling';
import type { SendSignal } from '../negotiation/mailer.ts';
import { Negotiation } from '../negotiation/negotiation.ts';
import { TurnTaking } from '../negotiation/turn-taking.ts';
import type { RemoteTrack } from '../peer.ts';
import { Heartbeat } from '../recovery/heartbeat.ts';
import { MediaWatch } from '../recovery/media-watch.ts';
import { PictureRefresh } from '../recovery/picture-refresh.ts';
import { TrackSenders } from '../track-sender.ts';
import type { Control } from './control.ts';
import { lanesOf, type PeerLanes } from './lanes.ts';
import { channelsOf, closeLink, type Link } from './link.ts';
import { OpenLanes } from './open-lanes.ts';
import type { PeerSettings } from './peer-settings.ts';
import { RemoteTracks } from './remote-tracks.ts';

/** How long the news that a peer left may come after its connection's end, in milliseconds. */
const FAREWELL_MS = 1_000;

/** What a {@link PeerLink} needs to know. */
export interface PeerLinkOptions extends PeerSettings {
  /** The other side. */
  readonly peerId: PeerId;
  /** The connection; the peer link closes it. */
  readonly link: Link;
  /** Whether the peer got the link's offer already. */
  readonly isOfferSent: boolean;
  /** Whether we give way at glare. */
  readonly polite: boolean;
  /** Whether we make the first offer. */
  readonly initiator: boolean;
  /** Carries control messages; used by one link after another. */
  readonly control: Control;
  /** Carries a signal to the peer. */
  readonly send: SendSignal;
}

/** What a {@link PeerLink} tells its owner. */
export interface PeerLinkListener {
  /** Media and messages flow. */
  onUp(): void;
  /** Something came from the page at the other side. */
  onHeard(): void;
  /** Media stopped to arrive: the path may be lost. */
  onDoubt(): void;
  /** The browser lost the path. */
  onDown(): void;
  /** The browser found no path. */
  onFailed(): void;
  /** The connection can never work again: the other side ended it, or it has another one. */
  onBroken(): void;
  /** The other side ended the connection. Why comes by signaling, before or after; {@link onBroken} if it does not. */
  onEnded(): void;
  /** The page at the other side is silent; `isProbed` when we had reason to doubt the path. */
  onSilent(how: { readonly isProbed: boolean }): void;
  /** The other side looks for a new path. */
  onRestart(): void;
  /** The other side has a new connection, or offers one at the same time as we do; these signals are for it. */
  onNewcomer(signals: readonly Signal[], how: { readonly isGlare: boolean }): void;
  /** A description was not the peer's. */
  onForged(error: SdkError): void;
  /** Something went wrong that ended nothing. */
  onFault(error: SdkError): void;
  /** What arrives changed. */
  onTracks(tracks: readonly RemoteTrack[]): void;
  /** A message came. */
  onData(message: LaneMessage): void;
  /** The peer opened a lane. */
  onLane(lane: DataLane): void;
}

/** A connection put to use for one peer: all that belongs to it and ends with it. */
export class PeerLink {
  /** The connection and its data channels. */
  readonly link: Link;
  /** Its lanes; none without data channels. */
  readonly lanes: PeerLanes | undefined;
  /** Offers and answers. */
  readonly negotiation: Negotiation;
  /** What we send. */
  readonly senders: TrackSenders;
  /** What arrives. */
  readonly remote: RemoteTracks;
  /** Pictures after an outage. */
  readonly pictures: PictureRefresh;
  /** Signs of life. */
  readonly heartbeat: Heartbeat;
  /** The application's data channels. */
  readonly openLanes: OpenLanes;
  /** Questions to the peer; none without data channels. */
  readonly requests: Requests | undefined;
  readonly #media: MediaWatch;
  readonly #clock: Clock;
  readonly #listener: PeerLinkListener;
  readonly #undo = new Disposables();
  #isEnded = false;

  constructor(options: PeerLinkOptions, listener: PeerLinkListener) {
    const { link, peerId, clock, control, initiator } = options;
    const { connection, channels } = link;
    this.link = link;
    this.lanes = lanesOf(link, clock);
    this.#clock = clock;
    this.#listener = listener;
    control.use(channels?.control);
    this.senders = new TrackSenders(connection, initiator, options.videoCodec);
    this.negotiation = this.#negotiate(options);
    this.remote = new RemoteTracks(connection, options.jitterBufferMs, (tracks) => listener.onTracks(tracks));
    this.heartbeat = new Heartbeat({
      control,
      clock,
      isHidden: options.isHidden,
      onSilent: (how) => this.#onSilent(how),
      onHeard: () => this.#onHeard(),
    });
    this.pictures = new PictureRefresh({
      control,
      clock,
      changeSenders: (change) => this.negotiation.run(() => change(this.senders.all)),
    });
    this.#media = new MediaWatch(connection, clock, {
      stall: () => this.#onStall(),
      return: () => this.#onReturn(),
    });
    this.openLanes = new OpenLanes(connection, clock, listener);
    this.requests = this.lanes && new Requests(this.lanes.messages, options.handlers, { peerId, clock });
    this.#listen();
  }

  /** Whether the other side has ended the connection; without data channels that does not show. */
  get isEnded(): boolean {
    return this.#isEnded;
  }

  /** Ends the connection; those who wait to send on it get `reason`. */
  close(reason: SdkError): void {
    this.#undo.dispose();
    this.#media.close();
    this.pictures.close();
    this.heartbeat.close();
    this.negotiation.close();
    this.remote.close();
    this.openLanes.close(reason);
    this.requests?.close(reason);
    for (const lane of Object.values(this.lanes ?? {})) lane.close(reason);
    this.link.connection.onconnectionstatechange = null;
    closeLink(this.link);
  }

  #negotiate({ link, control, ...options }: PeerLinkOptions): Negotiation {
    const listener = this.#listener;
    const channel = link.channels?.control;
    const { polite, clock } = options;
    return new Negotiation(link.connection, {
      ...options,
      offer: link.offer,
      takeTurns: channel && ((turns) => new TurnTaking(control, channel, { polite, clock, ...turns })),
      onFault: (error) => listener.onFault(error),
      onForged: (error) => listener.onForged(error),
      onRestart: () => listener.onRestart(),
      onNewcomer: (signals, how) => listener.onNewcomer(signals, how),
      onAnswer: ({ isForeign }) => (isForeign ? listener.onBroken() : this.#onAnswered()),
      beforeDescription: (description) => this.senders.prepare(description),
      needsOffer: () => this.senders.hasWaiting,
      afterRollback: () => this.senders.dropRolledBack(),
    });
  }

  #listen(): void {
    const { lanes, link } = this;
    link.connection.onconnectionstatechange = () => this.#onState();
    for (const channel of channelsOf(link)) {
      this.#undo.listen(channel, 'open', () => this.#onReady());
      this.#undo.listen(channel, 'message', () => this.heartbeat.heard());
    }
    const control = link.channels?.control;
    if (control) this.#undo.listen(control, 'close', () => this.#onEnded());
    for (const lane of lanes ? [lanes.messages, lanes.fresh] : []) {
      this.#undo.add(lane.on('message', (message) => this.#listener.onData(message)));
      this.#undo.add(lane.on('fault', (error) => this.#listener.onFault(error)));
    }
  }

  get #isUp(): boolean {
    const isOpen = channelsOf(this.link).every(({ readyState }) => readyState === 'open');
    return isOpen && this.link.connection.connectionState === 'connected';
  }

  /** Up is when both media and messages can flow, so that the first message may follow at once. */
  #onReady(): void {
    if (!this.#isUp) return;
    if (this.link.channels) this.heartbeat.start();
    this.#listener.onUp();
  }

  #onState(): void {
    const { connectionState, iceConnectionState } = this.link.connection;
    if (connectionState === 'connected') this.#onReady();
    else if (connectionState === 'disconnected') this.#listener.onDown();
    else if (connectionState === 'failed') {
      // A path without a connection over it: DTLS failed, which nothing can mend.
      if (iceConnectionState === 'failed' || iceConnectionState === 'disconnected') this.#listener.onFailed();
      else this.#listener.onBroken();
    }
  }

  #onStall(): void {
    if (!this.#isUp) return;
    this.heartbeat.probe();
    this.#listener.onDoubt();
  }

  /** Media say sooner than messages that the path is back: SCTP may wait for seconds before it tries again. */
  #onReturn(): void {
    this.pictures.refresh();
    this.#onHeard();
  }

  #onSilent(how: { readonly isProbed: boolean }): void {
    // After an outage messages take up to seconds longer than media: SCTP waits before it tries again (RFC 9260 §6.3.3).
    if (!this.#media.isFlowing) this.#listener.onSilent(how);
  }

  /** A sign of life counts while the browser, too, believes in the path. */
  #onHeard(): void {
    if (this.#isUp) this.#listener.onHeard();
  }

  #onAnswered(): void {
    if (!this.#isUp) return;
    // The browser believes in the path, but it may be the old one that it has not yet found lost.
    if (!this.heartbeat.isUsable) {
      this.#listener.onUp();
      return;
    }
    this.heartbeat.ask();
    const ice = this.link.connection.sctp?.transport.iceTransport;
    if (ice) ice.onselectedcandidatepairchange = () => this.#onHeard();
  }

  #onEnded(): void {
    this.#isEnded = true;
    this.#undo.add(this.#clock.after(FAREWELL_MS, () => this.#listener.onBroken()));
    this.#listener.onEnded();
  }
}
