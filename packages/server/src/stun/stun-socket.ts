import { randomBytes } from 'node:crypto';
import { abortError, type Clock, SdkError, withDeadline } from '@remotemedia/base';
import {
  BINDING_METHOD,
  buildStun,
  isStun,
  parseStun,
  type StunContent,
  type StunMessage,
  type TransportAddress,
} from '@remotemedia/protocol/stun';
import { retransmit } from './retransmission.ts';
import { readAnswer, type StunAnswer } from './stun-answer.ts';
import type { OpenUdp, UdpSocket } from './udp-socket.ts';

/** How a request is asked. */
export interface AskOptions {
  /** Gives up early. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for the answer, in milliseconds. @default 39_500, when RFC 8489 §6.2.1 gives up */
  readonly timeoutMs?: number | undefined;
  /** What the request says. @default nothing */
  readonly attributes?: readonly StunContent[] | undefined;
  /** Whether the answer may come from another address than the one that was asked. @default false */
  readonly fromAnywhere?: boolean | undefined;
}

/** An answer that came. */
interface Received {
  readonly message: StunMessage;
  readonly from: TransportAddress;
}

/** A request that is asked. */
interface Asked {
  readonly to: TransportAddress;
  readonly transactionId: Uint8Array;
  readonly bytes: Uint8Array;
  readonly fromAnywhere: boolean;
  readonly what: string;
}

/** Sends Binding requests from one UDP socket and finds the answers to them. Whoever opens it closes it. */
export class StunSocket {
  readonly #clock: Clock;
  readonly #waiting = new Map<string, (received: Received) => void>();
  #udp: UdpSocket | undefined;

  private constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Opens a socket on a free port. @throws {SdkError} `unavailable` when there is no way to `towards` */
  static async open(openUdp: OpenUdp, towards: TransportAddress, clock: Clock): Promise<StunSocket> {
    const socket = new StunSocket(clock);
    socket.#udp = await openUdp(towards, (bytes, from) => socket.#take(bytes, from));
    return socket;
  }

  /** The address of this machine that requests are sent from. */
  get local(): TransportAddress {
    return this.#udp?.local ?? { address: '', port: 0 };
  }

  /**
   * Asks a server, again and again until it answers.
   *
   * @throws {SdkError} `deadline-exceeded` without an answer in time, `cancelled` when the caller aborted, what the
   * server's error stands for
   */
  async ask(to: TransportAddress, options: AskOptions): Promise<StunAnswer> {
    const { signal, timeoutMs = Number.POSITIVE_INFINITY, attributes = [], fromAnywhere = false } = options;
    const transactionId = Uint8Array.from(randomBytes(12));
    const bytes = buildStun({ class: 'request', method: BINDING_METHOD, transactionId, attributes });
    const what = `the answer of STUN server ${to.address} port ${to.port}`;
    const asked: Asked = { to, transactionId, bytes, fromAnywhere, what };
    const work = (over: AbortSignal): Promise<Received> => this.#exchange(asked, over);
    const { message, from } = await withDeadline(work, { signal, timeoutMs, what, clock: this.#clock });
    return readAnswer(message, from);
  }

  /** Ends the socket; requests that wait are answered no more. Calling it again does nothing. */
  close(): void {
    this.#udp?.close();
  }

  #exchange({ to, transactionId, bytes, fromAnywhere, what }: Asked, over: AbortSignal): Promise<Received> {
    return new Promise((resolve, reject) => {
      const key = keyOf(transactionId);
      const finish = (settle: () => void): void => {
        stop();
        this.#waiting.delete(key);
        settle();
      };
      this.#waiting.set(key, (received) => {
        if (fromAnywhere || isSame(received.from, to)) finish(() => resolve(received));
      });
      const send = (): void => this.#udp?.send(bytes, to);
      const late = (): void => reject(new SdkError('deadline-exceeded', `${what} did not come to any of 7 requests`));
      const stop = retransmit(this.#clock, send, () => finish(late));
      over.addEventListener('abort', () => finish(() => reject(abortError(over))));
    });
  }

  #take(bytes: Uint8Array, from: TransportAddress): void {
    const message = answerIn(bytes);
    // Late ones and strangers' find nobody who waits.
    if (message) this.#waiting.get(keyOf(message.transactionId))?.({ message, from });
  }
}

/** Whether two addresses are the same, and their ports. */
export function isSame(one: TransportAddress, other: TransportAddress): boolean {
  return one.address === other.address && one.port === other.port;
}

function answerIn(bytes: Uint8Array): StunMessage | undefined {
  if (!isStun(bytes)) return undefined;
  try {
    const message = parseStun(bytes);
    const isAnswer = message.method === BINDING_METHOD && (message.class === 'success' || message.class === 'error');
    return isAnswer ? message : undefined;
  } catch {
    return undefined;
  }
}

function keyOf(transactionId: Uint8Array): string {
  return Buffer.from(transactionId).toString('hex');
}
