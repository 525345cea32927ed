import { SdkError, type Undo } from '@remotemedia/base';
import { DataLane } from '../data-lane.ts';
import type { StripePort } from './stripe-port.ts';
import { readStripeSignal, type StripeSignal, writeStripeSignal } from './stripe-signal.ts';

/** Topic of the control messages. */
const TOPIC = 'stripes';
/** Most connections that a peer may open to us. */
const MAX_THEIRS = 16;
/** Most candidates that wait for their description, and most that are taken for one connection. */
const MAX_CANDIDATES = 64;

interface Stripe {
  readonly connection: RTCPeerConnection;
  readonly lane: DataLane;
  readonly early: RTCIceCandidateInit[];
  candidates: number;
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
  #ids = 0;

  constructor(port: StripePort, listener: StripeListener) {
    this.#port = port;
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
    this.#ids += 1;
    const id = this.#ids;
    const { connection } = this.#add(id, true);
    this.#describe(connection, id, true).catch((error) => this.#fault(error));
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
    const stripe: Stripe = { connection, lane, early: [], candidates: 0 };
    this.#stripes.set(key, stripe);
    connection.onicecandidate = ({ candidate }) => {
      if (candidate?.candidate) {
        const { candidate: line, sdpMid } = candidate;
        this.#tell({ id, isMine, candidate: { candidate: line, sdpMid: sdpMid ?? '0' } });
      }
    };
    connection.onconnectionstatechange = () => connection.connectionState === 'failed' && lane.close();
    lane.on('close', () => {
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
      const theirs = [...this.#stripes.keys()].filter((other) => other.startsWith('-'));
      if (theirs.length >= MAX_THEIRS) throw new SdkError('resource-exhausted', `${MAX_THEIRS} connections are enough`);
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
    if (!description) return;
    try {
      await connection.setRemoteDescription(description);
      for (const waiting of early.splice(0)) await connection.addIceCandidate(waiting);
      if (description.type === 'offer') await this.#describe(connection, id, false);
    } catch (error) {
      stripe.lane.close();
      throw error;
    }
  }

  async #describe(connection: RTCPeerConnection, id: number, isMine: boolean): Promise<void> {
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
