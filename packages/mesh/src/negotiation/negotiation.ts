import { SdkError, SerialQueue } from '@remotemedia/base';
import type { CandidateSignal, DescriptionSignal, PeerId, Signal } from '@remotemedia/signaling';
import type { ReadyOffer } from '../connection/link.ts';
import { keepsCertificates } from '../trust/certificates.ts';
import { CandidateQueue, fits } from './candidate-queue.ts';
import { Mailer, type MailerOptions } from './mailer.ts';
import { iceSessionOf, sessionOf } from './session-of.ts';
import type { TurnTaking } from './turn-taking.ts';

/** Most signals of one peer that wait for their turn; more is no negotiation but a flood. */
const MAX_WAITING_SIGNALS = 512;

/** What a {@link Negotiation} needs of its surroundings. */
export interface NegotiationOptions extends Omit<MailerOptions, 'onFault'> {
  /** The other side. */
  readonly peerId: PeerId;
  /** Whether we give way when both sides offer at once. Exactly one of the two sides is polite. */
  readonly polite: boolean;
  /** Makes the agreement on whose turn it is, if there is a way to agree. */
  readonly takeTurns?: ((listener: { onTurn(): void; onAsked(): void }) => TurnTaking) | undefined;
  /** Whether we make the first offer; else we wait for the other's. */
  readonly initiator: boolean;
  /** A first offer that stands ready as the local description; absent when none was begun. Its SDP is sealed. */
  readonly offer?: ReadyOffer | undefined;
  /** Whether the peer got that offer already. */
  readonly isOfferSent?: boolean | undefined;
  /** Hears of what went wrong; negotiation goes on. */
  readonly onFault: (error: SdkError) => void;
  /**
   * Hears of a description that is not the peer's: `permission-denied`. It was not applied. A false offer of another
   * connection is only a fault: the connection that works has nothing to do with it.
   */
  readonly onForged: (error: SdkError) => void;
  /**
   * Hears of an offer, and of what came after it, that is for a new connection: of another connection of the peer, or one
   * at the same time as our first (`isGlare`), which gives way without a rollback, after which browsers lose media.
   */
  readonly onNewcomer: (signals: readonly Signal[], how: { readonly isGlare: boolean }) => void;
  /** Hears that the peer looks for a new path. */
  readonly onRestart: () => void;
  /** Hears that an offer of ours was answered, `isForeign` by another connection than it was for, which cannot be used. */
  readonly onAnswer: (answer: { readonly isForeign: boolean }) => void;
  /** Awaited before each local description is made, to settle transceivers. */
  readonly beforeDescription: (description: 'offer' | 'answer') => Promise<void>;
  /** Whether something waits that only an offer of ours can bring; asked after each answer. */
  readonly needsOffer: () => boolean;
  /** Awaited after an offer of ours was rolled back. */
  readonly afterRollback: () => Promise<void>;
}

/**
 * Perfect negotiation (W3C WebRTC §10.7) for one connection. Everything that touches descriptions runs in one
 * chain, one step after another, so no step sees another half done.
 */
export class Negotiation {
  readonly #connection: RTCPeerConnection;
  readonly #options: NegotiationOptions;
  readonly #chain = new SerialQueue();
  readonly #mailer: Mailer;
  readonly #inbox: Signal[] = [];
  readonly #candidates = new CandidateQueue();
  readonly #turns: TurnTaking | undefined;
  #mayOffer: boolean;
  #offerWanted = false;
  /** The next offer asks nobody for a turn, because there may be no way to ask. */
  #isUrgent = false;
  /** An offer that is not answered has become useless: another follows its answer. */
  #restartAfterAnswer = false;
  /** We were told to restart and nobody has answered. */
  #isRestartOwed = false;
  /** Our first offer is made and nothing came back. */
  #isCalling: boolean;
  #closed = false;

  constructor(connection: RTCPeerConnection, options: NegotiationOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#mayOffer = options.initiator;
    this.#isCalling = options.offer !== undefined;
    this.#mailer = new Mailer(connection, { ...options, onFault: (caught) => this.#fault(caught) });
    this.#turns = options.takeTurns?.({
      onTurn: () => this.#enqueue(() => this.#offer()),
      onAsked: () => this.#enqueue(async () => this.#lendIfStable()),
    });
    connection.onnegotiationneeded = () => this.requestOffer();
    if (options.offer) this.#sendReady(options.offer, options.isOfferSent === true);
    connection.onicecandidate = ({ candidate }) => this.#mailer.sendCandidate(candidate);
  }

  /** Whether nothing that we offered, or were told to, waits for its answer. */
  get isAnswered(): boolean {
    return this.#isStable && !this.#isRestartOwed;
  }

  /** Makes the first offer ourselves after all, because the peer did not. */
  takeInitiative(): void {
    this.#mayOffer = true;
    this.requestOffer();
  }

  /** Makes an offer as soon as that is possible, as the browser's `negotiationneeded` does. */
  requestOffer(): void {
    this.#offerWanted = true;
    this.#enqueue(() => this.#offer());
  }

  /**
   * Looks for a new path, without asking for a turn. An offer that is not answered yet is sent again instead, because it
   * might have been lost; if what it says of paths `isStale`, another one follows its answer.
   */
  restart({ isStale }: { readonly isStale: boolean }): void {
    this.#mayOffer = true;
    this.#isRestartOwed = true;
    this.#enqueue(async () => {
      if (this.#isStable) return this.#restartNow();
      this.#restartAfterAnswer ||= isStale;
      this.#mailer.resendLocal();
    });
  }

  /** Takes a signal from the peer. Returns at once; it is handled in its turn. */
  handle(signal: Signal): void {
    if (this.#chain.size >= MAX_WAITING_SIGNALS) {
      this.#fault(new SdkError('resource-exhausted', `${MAX_WAITING_SIGNALS} signals wait already; one was dropped`));
      return;
    }
    if (this.#connection.signalingState === 'closed') {
      // Nothing that is begun on a closed connection ever ends: the chain may stand still.
      if (signal.type === 'offer') this.#passOn(signal);
      return;
    }
    this.#inbox.push(signal);
    this.#enqueue(async () => {
      this.#inbox.shift();
      if (signal.type === 'candidate') await this.#addCandidate(signal);
      else if (!(await this.#isGenuine(signal))) return;
      else if (signal.type === 'answer') await this.#accept(signal);
      else if (this.#isForNew(signal)) this.#passOn(signal);
      else await this.#answer(signal);
    });
  }

  /** Runs `change` between two steps of the negotiation. @throws what `change` throws */
  run<T>(change: () => Promise<T> | T): Promise<T> {
    return this.#chain.run(change);
  }

  /** Stops. Calling it again does nothing. */
  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.#connection.onnegotiationneeded = null;
    this.#connection.onicecandidate = null;
    this.#turns?.close();
    this.#mailer.close();
    this.#chain.close();
  }

  #enqueue(step: () => Promise<void>): void {
    this.#chain.run(step).catch((caught: unknown) => this.#fault(caught));
  }

  #sendReady({ sdp, candidates }: ReadyOffer, isSent: boolean): void {
    this.#enqueue(async () => {
      const offer = await sdp;
      if (!isSent) this.#mailer.carry({ type: 'offer', sdp: offer });
      for (const candidate of candidates) this.#mailer.sendCandidate(candidate);
    });
  }

  get #isStable(): boolean {
    return this.#connection.signalingState === 'stable';
  }

  #lendIfStable(): void {
    if (this.#isStable) this.#turns?.lend();
  }

  #restartNow(): void {
    this.#isUrgent = true;
    // The browser asks for an offer then.
    this.#connection.restartIce();
  }

  async #offer(): Promise<void> {
    if (!this.#offerWanted) this.#turns?.finish({ isOffered: false });
    // Not now: the browser asks again as soon as the state is stable.
    if (!this.#offerWanted || !this.#mayOffer || !this.#isStable) return;
    const isFirst = !this.#connection.remoteDescription;
    // The first offer needs no turn: only one side makes it.
    if (!isFirst && !this.#isUrgent && this.#turns?.take() === false) return;
    this.#isUrgent = false;
    this.#isCalling = isFirst;
    await this.#options.beforeDescription('offer');
    await this.#connection.setLocalDescription();
    this.#offerWanted = false;
    this.#mailer.sendLocal();
    this.#turns?.finish({ isOffered: true });
  }

  async #answer(offer: DescriptionSignal): Promise<void> {
    const glare = !this.#isStable;
    // The other side is polite and takes its offer back; its candidates stay in the queue and are never used.
    if (glare && !this.#options.polite) return;
    if (glare) await this.#rollback();
    const before = this.#connection.remoteDescription;
    if (before && iceSessionOf(before.sdp) !== iceSessionOf(offer.sdp)) this.#options.onRestart();
    await this.#setRemote(offer);
    this.#mayOffer = true;
    await this.#options.beforeDescription('answer');
    await this.#connection.setLocalDescription();
    this.#mailer.sendLocal();
    // What was wanted until now is in the answer, waits for an offer, or is asked for again by the browser.
    this.#offerWanted = false;
    if (this.#options.needsOffer()) this.requestOffer();
    this.#turns?.takeBack();
    this.#lendIfStable();
  }

  /** Not left to `setRemoteDescription`, so that what was rolled back can be settled before the offer is read. */
  async #rollback(): Promise<void> {
    await this.#connection.setLocalDescription({ type: 'rollback' });
    await this.#options.afterRollback();
  }

  async #accept(answer: DescriptionSignal): Promise<void> {
    // An answer to an offer that was taken back, or a repeated one.
    if (this.#connection.signalingState !== 'have-local-offer') return;
    if (this.#isForeign(answer)) return this.#options.onAnswer({ isForeign: true });
    await this.#setRemote(answer);
    this.#isRestartOwed = false;
    this.#options.onAnswer({ isForeign: false });
    if (this.#restartAfterAnswer) this.#restartNow();
    this.#restartAfterAnswer = false;
    // The browser does not know of tracks that have no transceiver yet, and does not ask for them.
    if (this.#options.needsOffer()) this.requestOffer();
    this.#lendIfStable();
  }

  /** Whether a description comes from another connection of the peer than the one we are connected to. */
  #isForeign({ sdp }: DescriptionSignal): boolean {
    const remote = this.#connection.remoteDescription;
    return remote !== null && sessionOf(remote.sdp) !== sessionOf(sdp);
  }

  #isForNew(offer: DescriptionSignal): boolean {
    return this.#isForeign(offer) || (this.#isCalling && this.#options.polite);
  }

  #passOn(offer: DescriptionSignal): void {
    this.#options.onNewcomer([offer, ...this.#inbox], { isGlare: this.#isCalling });
  }

  async #isGenuine(description: DescriptionSignal): Promise<boolean> {
    const { guard, peerId, onForged } = this.#options;
    const { sdp } = description;
    try {
      await guard?.check(sdp, peerId);
      const before = this.#connection.remoteDescription;
      if (!before || this.#isForeign(description) || keepsCertificates(before.sdp, sdp)) return true;
      throw new SdkError('permission-denied', `${peerId} came with another certificate on the same connection`);
    } catch (caught) {
      const error = SdkError.from(caught, 'permission-denied');
      if (description.type === 'offer' && this.#isForeign(description)) this.#fault(error);
      else if (!this.#closed) onForged(error);
      return false;
    }
  }

  async #setRemote(description: DescriptionSignal): Promise<void> {
    await this.#connection.setRemoteDescription({ type: description.type, sdp: description.sdp });
    this.#isCalling = false;
    for (const candidate of this.#candidates.takeFitting(description.sdp)) await this.#addCandidate(candidate);
  }

  async #addCandidate(candidate: CandidateSignal): Promise<void> {
    const remote = this.#connection.remoteDescription;
    if (!remote || !fits(candidate, remote.sdp)) return this.#candidates.push(candidate);
    const { sdpMid, sdpMLineIndex } = candidate;
    await this.#connection.addIceCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex });
  }

  #fault(caught: unknown): void {
    if (this.#closed) return;
    const error = SdkError.from(caught, 'internal');
    if (error.code !== 'cancelled') this.#options.onFault(error);
  }
}
