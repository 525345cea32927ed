import { type Clock, SdkError, type SdkErrorCode, SerialQueue, type Undo } from '@remotemedia/base';
import type { CallOptions, DescriptionSignal, Signal } from '@remotemedia/signaling';
import type { DescriptionGuard } from '../trust/description-guard.ts';
import { iceSessionOf, versionOf } from './session-of.ts';

/** Wait before a description that could not be sent is tried again, in milliseconds. */
const RETRY_AFTER_MS = 1_000;
/** Why trying again is no use: the peer or the way to it is gone. */
const GONE: ReadonlySet<SdkErrorCode> = new Set(['not-found', 'failed-precondition', 'cancelled', 'unauthenticated']);

/** Out of reach for now, which the state of signaling says already. */
const AWAY: ReadonlySet<SdkErrorCode> = new Set(['unavailable', 'deadline-exceeded']);

/** Carries a signal to a peer; in order. */
export type SendSignal = (signal: Signal, options?: CallOptions) => Promise<void>;

/** What a {@link Mailer} needs of its surroundings. */
export interface MailerOptions {
  /** Seals descriptions. */
  readonly guard?: DescriptionGuard | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Carries a signal to the peer. */
  readonly send: SendSignal;
  /** Hears of what could not be sent; not of what only waited in vain, since signaling says itself that it is out of reach. */
  readonly onFault: (error: unknown) => void;
}

/** Sends the descriptions and candidates of one connection to the peer, in order, sealed where there is a guard. */
export class Mailer {
  readonly #connection: RTCPeerConnection;
  readonly #options: MailerOptions;
  /** With a guard, what is sent waits in line for its seal. */
  readonly #line = new SerialQueue();
  /** Descriptions that the server has not taken yet. */
  #underWay = 0;
  /** Takes back what waits and is of no use any more: a description once there is another one, */
  #description = new AbortController();
  /** and candidates once there is a description that looks for other paths. */
  #candidates = new AbortController();
  #iceSession: string | undefined;
  #closed = false;
  #stopRetry: Undo = () => {};

  constructor(connection: RTCPeerConnection, options: MailerOptions) {
    this.#connection = connection;
    this.#options = options;
  }

  /** Sends our description as it is now. */
  sendLocal(): void {
    const local = this.#connection.localDescription;
    if (local?.type === 'offer' || local?.type === 'answer') this.#send({ type: local.type, sdp: local.sdp });
  }

  /** Sends our description again, unless one is still on its way to the server. */
  resendLocal(): void {
    if (this.#underWay === 0) this.sendLocal();
  }

  /** Sends a candidate of ours; `null` is none. */
  sendCandidate(found: RTCIceCandidate | null): void {
    if (!found?.candidate) return;
    const { candidate, sdpMid, sdpMLineIndex } = found;
    this.#send({ type: 'candidate', candidate, sdpMid, sdpMLineIndex });
  }

  /** Sends a signal as it is, because it has its seal. */
  carry(signal: Signal): void {
    if (this.#closed) return;
    const isDescription = signal.type !== 'candidate';
    if (isDescription) this.#supersede(signal);
    if (isDescription) this.#underWay += 1;
    const { signal: replaced } = isDescription ? this.#description : this.#candidates;
    this.#options
      // While the server is away it waits, once; to send it again after a deadline would bring it twice.
      .send(signal, { signal: replaced, timeoutMs: Number.POSITIVE_INFINITY })
      .catch((caught: unknown) => {
        const { code } = SdkError.from(caught);
        if (replaced.aborted) return;
        if (!AWAY.has(code)) this.#options.onFault(caught);
        if (isDescription && !GONE.has(code)) this.#retry(signal);
      })
      .finally(() => {
        if (isDescription) this.#underWay -= 1;
      });
  }

  /** Stops. Calling it again does nothing. */
  close(): void {
    this.#closed = true;
    this.#stopRetry();
    this.#line.close();
    this.#description.abort();
    this.#candidates.abort();
  }

  #supersede({ sdp }: DescriptionSignal): void {
    this.#stopRetry();
    this.#description.abort();
    this.#description = new AbortController();
    const iceSession = iceSessionOf(sdp);
    if (iceSession === this.#iceSession) return;
    // What was found before the first description is for that one.
    if (this.#iceSession !== undefined) {
      this.#candidates.abort();
      this.#candidates = new AbortController();
    }
    this.#iceSession = iceSession;
  }

  #send(signal: Signal): void {
    const { guard, onFault } = this.#options;
    const seal = async (by: DescriptionGuard) =>
      this.carry(signal.type === 'candidate' ? signal : { type: signal.type, sdp: await by.seal(signal.sdp) });
    if (guard) this.#line.run(() => seal(guard)).catch(onFault);
    else this.carry(signal);
  }

  /**
   * Sends a description again that did not get through and is still the local one: without it one side waits for ever.
   * An offer is not taken back instead, since Chromium 156 leaves the data section out once a first offer was.
   */
  #retry({ sdp }: DescriptionSignal): void {
    if (this.#closed) return;
    this.#stopRetry();
    this.#stopRetry = this.#options.clock.after(RETRY_AFTER_MS, () => {
      if (versionOf(this.#connection.localDescription?.sdp) === versionOf(sdp)) this.sendLocal();
    });
  }
}
