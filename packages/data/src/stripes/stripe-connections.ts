import { type Clock, SdkError, systemClock, type Undo } from '@remotemedia/base';
import { DataLane } from '../data-lane.ts';
import type { StripePort } from './stripe-port.ts';
import { MAX_STRIPE_ID, readStripeSignal, type StripeSignal, writeStripeSignal } from './stripe-signal.ts';

/** Topic of the control messages. */
const TOPIC = 'stripes';
/** Most connections that a peer may have open to us. */
const MAX_THEIRS = 16;
/** Most that it may open in {@link PERIOD_MS}: making one costs us some milliseconds. */
const MAX_THEIRS_IN_PERIOD = 64;
/** In milliseconds. */
const PERIOD_MS = 60_000;
/** A connection that is not there by then is given up, in milliseconds: who does not know stripes does not answer. */
const OPEN_TIMEOUT_MS = 15_000;
/** Most candidates that wait for their description, and most that are taken for one connection. */
const MAX_CANDIDATES = 64;

interface Stripe {
  readonly connection: RTCPeerConnection;
  readonly lane: DataLane;
  readonly early: RTCIceCandidateInit[];
  candidates: number;
  /** Whether the peer has described its side: it does so once. */
  isDescribed: boolean;
}

/** Who hears of the connections. */
export interface StripeListener {
  /** A lane over one more connection; it opens and closes by itself. */
  readonly onLane: (lane: DataLane) => void;
  /** What the peer said makes no sense, or a connection could not be made. */
  readonly onFault: (error: SdkError) => void;
}

/** Further connections to one peer, each with one lane; made over the connection that exists. Owns them. */
export class StripeConnections {
  readonly #port: StripePort;
  readonly #listener: StripeListener;
  /** By number; `+` before those that we opened, `-` before the peer's. */
  readonly #stripes = new Map<string, Stripe>();
  readonly #undo: Undo;
  readonly #clock: Clock;
  /** Not from 0: what is late of others before these must not be taken for them. */
  #ids = Math.floor(Math.random() * MAX_STRIPE_ID);
  #theirs = 0;
  #theirsFromMs = Number.NEGATIVE_INFINITY;

  constructor(port: StripePort, listener: StripeListener, clock: Clock = systemClock) {
    this.#port = port;
    this.#clock = clock;
    this.#listener = listener;
    this.#undo = port.control.on(TOPIC, (body) => {
      try {
        this.#handle(readStripeSignal(body)).catch((error) => this.#fault(error));
      } catch (error) {
        this.#fault(error);
      }
    });
  }

  /** Opens one more; `onLane` gets its lane. */
  open(): void {
    this.#ids = (this.#ids + 1) % MAX_STRIPE_ID;
    const id = this.#ids;
    try {
      const { connection } = this.#add(id, true);
      this.#describe(connection, id, true).catch((error) => this.#fault(error));
    } catch (error) {
      // Browsers bound how many connections a page has.
      this.#fault(error);
    }
  }

  /** Ends those that we opened. */
  closeMine(): void {
    for (const [key, { lane }] of this.#stripes) if (key.startsWith('+')) lane.close();
  }

  /** Ends all. Calling it again does nothing. */
  close(): void {
    this.#undo();
    for (const { lane } of this.#stripes.values()) lane.close();
  }

  #add(id: number, isMine: boolean): Stripe {
    const key = keyOf(id, isMine);
    const connection = this.#port.createConnection();
    const channel = connection.createDataChannel('stripe', { negotiated: true, id: 0 });
    const lane = new DataLane(channel, {
      delivery: { mode: 'reliable' },
      maxMessageBytes: () => connection.sctp?.maxMessageSize,
    });
    const stripe: Stripe = { connection, lane, early: [], candidates: 0, isDescribed: false };
    this.#stripes.set(key, stripe);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) {
        const { candidate: line, sdpMid } = candidate;
        this.#tell({ id, isMine, candidate: { candidate: line, sdpMid: sdpMid ?? '0' } });
      }
    };
    connection.onconnectionstatechange = () => connection.connectionState === 'failed' && lane.close();
    const stop = this.#clock.after(OPEN_TIMEOUT_MS, () => lane.close());
    lane.on('open', stop);
    lane.on('close', () => {
      stop();
      this.#stripes.delete(key);
      connection.close();
    });
    this.#listener.onLane(lane);
    return stripe;
  }

  async #handle({ id, isMine: isTheirs, description, candidate }: StripeSignal): Promise<void> {
    const key = keyOf(id, !isTheirs);
    let stripe = this.#stripes.get(key);
    if (!stripe && isTheirs && description?.type === 'offer') {
      this.#countTheirs();
      stripe = this.#add(id, false);
    }
    if (!stripe) return;
    const { connection, early } = stripe;
    if (candidate) {
      stripe.candidates += 1;
      if (stripe.candidates > MAX_CANDIDATES) return;
      if (connection.remoteDescription) await connection.addIceCandidate(candidate);
      else early.push(candidate);
    }
    if (!description || stripe.isDescribed) return;
    stripe.isDescribed = true;
    try {
      await connection.setRemoteDescription(description);
      for (const waiting of early.splice(0)) await connection.addIceCandidate(waiting);
      if (description.type === 'offer') await this.#describe(connection, id, false);
    } catch (error) {
      stripe.lane.close();
      throw error;
    }
  }

  /** The peer opens one more. @throws {SdkError} `resource-exhausted` when it is one too many */
  #countTheirs(): void {
    const open = [...this.#stripes.keys()].filter((key) => key.startsWith('-')).length;
    const nowMs = this.#clock.now();
    if (nowMs - this.#theirsFromMs >= PERIOD_MS) {
      this.#theirsFromMs = nowMs;
      this.#theirs = 0;
    }
    if (open >= MAX_THEIRS || this.#theirs >= MAX_THEIRS_IN_PERIOD) {
      throw new SdkError(
        'resource-exhausted',
        `the peer may have ${MAX_THEIRS} more connections, and open them slowly`,
      );
    }
    this.#theirs += 1;
  }

  async #describe(connection: RTCPeerConnection, id: number, isMine: boolean): Promise<void> {
    if (connection.signalingState === 'closed') return;
    await connection.setLocalDescription();
    const { type, sdp } = connection.localDescription ?? {};
    if (sdp && (type === 'offer' || type === 'answer')) this.#tell({ id, isMine, description: { type, sdp } });
  }

  #tell(signal: StripeSignal): void {
    this.#port.control.send(TOPIC, writeStripeSignal(signal));
  }

  #fault(error: unknown): void {
    this.#listener.onFault(SdkError.from(error, 'unavailable'));
  }
}

function keyOf(id: number, isMine: boolean): string {
  return `${isMine ? '+' : '-'}${id}`;
}
