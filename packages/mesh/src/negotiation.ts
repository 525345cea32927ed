import { type Clock, SdkError, type SdkErrorCode, SerialQueue, type Undo } from '@remotemedia/base';
import type { CandidateSignal, DescriptionSignal, Signal } from '@remotemedia/signaling';
import { CandidateQueue, fits } from './candidate-queue.ts';
import type { ReadyOffer } from './link.ts';
import { sessionOf } from './session-of.ts';
import { TurnTaking } from './turn-taking.ts';

/** Most signals of one peer that wait for their turn; more is no negotiation but a flood. */
const MAX_WAITING_SIGNALS = 512;

/** Wait before a description that could not be sent is tried again, in milliseconds. */
const RETRY_AFTER_MS = 1_000;
/** Why trying again is no use: the peer or the way to it is gone. */
const GONE: ReadonlySet<SdkErrorCode> = new Set(['not-found', 'failed-precondition', 'cancelled', 'unauthenticated']);

/** What a {@link Negotiation} needs of its surroundings. */
export interface NegotiationOptions {
  /** Whether we give way when both sides offer at once. Exactly one of the two sides is polite. */
  readonly polite: boolean;
  /** Whether the sides may take turns, which needs a data channel. */
  readonly takesTurns: boolean;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Whether we make the first offer; else we wait for the other's. */
  readonly initiator: boolean;
  /** A first offer that stands ready as the local description; absent when none was begun. */
  readonly offer?: ReadyOffer | undefined;
  /** Whether the peer got that offer already. */
  readonly isOfferSent?: boolean | undefined;
  /** Carries a signal to the peer; in order. */
  readonly send: (signal: Signal) => Promise<void>;
  /** Hears of what went wrong; negotiation goes on. */
  readonly onFault: (error: SdkError) => void;
  /** Awaited before each local description is made, to settle transceivers. */
  readonly beforeDescription: (description: 'offer' | 'answer') => Promise<void>;
  /** Whether something waits that only an offer of ours can bring; asked after an answer of ours. */
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
  readonly #candidates = new CandidateQueue();
  readonly #turns: TurnTaking | undefined;
  #mayOffer: boolean;
  #offerWanted = false;
  #closed = false;
  #stopRetry: Undo = () => {};

  constructor(connection: RTCPeerConnection, options: NegotiationOptions) {
    this.#connection = connection;
    this.#options = options;
    this.#mayOffer = options.initiator;
    this.#turns = options.takesTurns ? this.#takeTurns(connection, options) : undefined;
    connection.onnegotiationneeded = () => this.requestOffer();
    if (options.offer) this.#sendReady(options.offer, options.isOfferSent === true);
    connection.onicecandidate = ({ candidate }) => this.#sendCandidate(candidate);
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

  /** Takes a signal from the peer. Returns at once; it is handled in its turn. */
  handle(signal: Signal): void {
    if (this.#chain.size >= MAX_WAITING_SIGNALS) {
      this.#fault(new SdkError('resource-exhausted', `${MAX_WAITING_SIGNALS} signals wait already; one was dropped`));
      return;
    }
    this.#enqueue(() => {
      if (signal.type === 'candidate') return this.#addCandidate(signal);
      return signal.type === 'offer' ? this.#answer(signal) : this.#accept(signal);
    });
  }

  /** Whether a description comes from another connection of the peer than the one we are connected to. */
  isForeign({ sdp }: DescriptionSignal): boolean {
    const remote = this.#connection.remoteDescription;
    return remote !== null && sessionOf(remote.sdp) !== sessionOf(sdp);
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
    this.#stopRetry();
    this.#chain.close();
  }

  #enqueue(step: () => Promise<void>): void {
    this.#chain.run(step).catch((caught: unknown) => this.#fault(caught));
  }

  #sendReady({ sdp, candidates }: ReadyOffer, isSent: boolean): void {
    this.#enqueue(async () => {
      const offer = await sdp;
      if (!isSent) this.#send({ type: 'offer', sdp: offer });
      for (const candidate of candidates) this.#sendCandidate(candidate);
    });
  }

  #sendCandidate(found: RTCIceCandidate | null): void {
    if (!found?.candidate) return;
    const { candidate, sdpMid, sdpMLineIndex } = found;
    this.#send({ type: 'candidate', candidate, sdpMid, sdpMLineIndex });
  }

  #takeTurns(connection: RTCPeerConnection, { polite, clock }: NegotiationOptions): TurnTaking {
    return new TurnTaking(connection, {
      polite,
      clock,
      onTurn: () => this.#enqueue(() => this.#offer()),
      onAsked: () => this.#enqueue(async () => this.#lendIfStable()),
    });
  }

  #lendIfStable(): void {
    if (this.#connection.signalingState === 'stable') this.#turns?.lend();
  }

  async #offer(): Promise<void> {
    if (!this.#offerWanted) this.#turns?.finish({ isOffered: false });
    // Not now: the browser asks again as soon as the state is stable.
    if (!this.#offerWanted || !this.#mayOffer || this.#connection.signalingState !== 'stable') return;
    // The first offer needs no turn: only one side makes it.
    if (this.#connection.remoteDescription && this.#turns?.take() === false) return;
    await this.#options.beforeDescription('offer');
    await this.#connection.setLocalDescription();
    this.#offerWanted = false;
    this.#sendLocal();
    this.#turns?.finish({ isOffered: true });
  }

  async #answer(offer: DescriptionSignal): Promise<void> {
    const glare = this.#connection.signalingState !== 'stable';
    // The other side is polite and takes its offer back; its candidates stay in the queue and are never used.
    if (glare && !this.#options.polite) return;
    if (glare) await this.#rollback();
    await this.#setRemote(offer);
    this.#mayOffer = true;
    await this.#options.beforeDescription('answer');
    await this.#connection.setLocalDescription();
    this.#sendLocal();
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
    await this.#setRemote(answer);
    this.#lendIfStable();
  }

  async #setRemote(description: DescriptionSignal): Promise<void> {
    await this.#connection.setRemoteDescription({ type: description.type, sdp: description.sdp });
    for (const candidate of this.#candidates.takeFitting(description.sdp)) await this.#addCandidate(candidate);
  }

  async #addCandidate(candidate: CandidateSignal): Promise<void> {
    const remote = this.#connection.remoteDescription;
    if (!remote || !fits(candidate, remote.sdp)) return this.#candidates.push(candidate);
    const { sdpMid, sdpMLineIndex } = candidate;
    await this.#connection.addIceCandidate({ candidate: candidate.candidate, sdpMid, sdpMLineIndex });
  }

  #sendLocal(): void {
    const local = this.#connection.localDescription;
    if (local?.type === 'offer' || local?.type === 'answer') this.#send({ type: local.type, sdp: local.sdp });
  }

  #send(signal: Signal): void {
    this.#options.send(signal).catch((caught: unknown) => {
      this.#fault(caught);
      if (signal.type !== 'candidate' && !GONE.has(SdkError.from(caught).code)) this.#retry(signal);
    });
  }

  /**
   * Sends a description again that did not get through and is still the local one: without it one side waits for ever.
   * An offer is not taken back instead, since Chromium 156 leaves the data section out once a first offer was.
   */
  #retry({ sdp }: DescriptionSignal): void {
    if (this.#closed) return;
    this.#stopRetry();
    this.#stopRetry = this.#options.clock.after(RETRY_AFTER_MS, () => {
      this.#enqueue(async () => {
        if (versionOf(this.#connection.localDescription?.sdp) === versionOf(sdp)) this.#sendLocal();
      });
    });
  }

  #fault(caught: unknown): void {
    if (this.#closed) return;
    const error = SdkError.from(caught, 'internal');
    if (error.code !== 'cancelled') this.#options.onFault(error);
  }
}

/** Session id and version of a description: the same for the same description, candidates aside. */
function versionOf(sdp: string | undefined): string | undefined {
  return sdp === undefined ? undefined : /^o=\S+ (\S+ \S+)/m.exec(sdp)?.[1];
}
