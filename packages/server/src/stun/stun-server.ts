import { type Clock, SdkError, systemClock } from '@remotemedia/base';
import { isStun, type TransportAddress } from '@remotemedia/protocol/stun';
import type { LogSink } from '../log.ts';
import { AnswerLimits } from './answer-limits.ts';
import { answerBinding, type BindingAnswer } from './binding-answer.ts';
import { BoundSocket } from './bound-socket.ts';
import { openSockets } from './open-sockets.ts';
import type { StunSettings } from './stun-options.ts';
import { StunSite } from './stun-site.ts';

/** What a STUN server did so far. */
export interface StunStats {
  /** Binding requests that were answered, with whatever answer. */
  readonly requests: number;
  /** Those of them whose answer was an error. */
  readonly refused: number;
  /** STUN messages that were not looked at: their address had sent too many. */
  readonly limited: number;
  /** Datagrams that were no Binding requests. */
  readonly ignored: number;
}

/** What a STUN server uses. */
export interface StunServerParts {
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
  /** Takes lines of the log. @default none is written */
  readonly log?: LogSink | undefined;
}

/**
 * Tells whoever asks what address they have from outside: Binding of RFC 8489 over UDP, and with a second address
 * what RFC 5780 §6 adds to it. Asks for no credentials, for it gives nothing away. Whoever opens it closes it.
 */
export class StunServer {
  readonly #limits = new AnswerLimits();
  readonly #clock: Clock;
  readonly #log: LogSink;
  #sockets: readonly BoundSocket[] = [];
  #site = new StunSite();
  #stats = { requests: 0, refused: 0, limited: 0, ignored: 0 };

  private constructor({ clock = systemClock, log = () => {} }: StunServerParts) {
    this.#clock = clock;
    this.#log = log;
  }

  /**
   * Opens the sockets and begins to answer.
   *
   * @throws {SdkError} `unavailable` when an address cannot be listened on
   */
  static async open(settings: StunSettings, parts: StunServerParts = {}): Promise<StunServer> {
    const server = new StunServer(parts);
    try {
      await server.#listen(settings);
    } catch (cause) {
      const why = cause instanceof Error ? cause.message : String(cause);
      throw new SdkError('unavailable', `STUN cannot listen on ${settings.host}, UDP port ${settings.port}: ${why}`, {
        cause,
      });
    }
    return server;
  }

  /** Where it listens. The first is the one to tell to clients; a second address is the second. */
  get addresses(): readonly TransportAddress[] {
    return this.#sockets.map(({ at }) => at);
  }

  /** What it did so far. */
  stats(): StunStats {
    return { ...this.#stats };
  }

  /** Stops to answer and closes the sockets. Calling it again does nothing. */
  async close(): Promise<void> {
    await Promise.all(this.#sockets.map((socket) => socket.close()));
  }

  async #listen(settings: StunSettings): Promise<void> {
    const onError = (cause: unknown): void => this.#log({ level: 'error', message: 'a STUN socket failed', cause });
    this.#sockets = await openSockets(settings, (address, port) =>
      BoundSocket.open(address, port, (bytes, source, at) => this.#take(bytes, source, at), onError),
    );
    const [first, second] = this.#sockets;
    if (settings.alternate && first && second) this.#site = new StunSite([first.at, second.at]);
  }

  #take(bytes: Uint8Array, { address, port }: TransportAddress, at: TransportAddress): void {
    if (port === 0 || !isStun(bytes)) {
      this.#stats.ignored += 1;
    } else if (!this.#limits.take(address, this.#clock.now())) {
      this.#stats.limited += 1;
    } else {
      // The zone of a link-local address means something to this machine only.
      const answer = answerBinding({ bytes, source: { address: address.replace(/%.*$/, ''), port }, at }, this.#site);
      this.#count(answer);
      if (answer) this.#socketAt(answer.from)?.send(answer.bytes, { address, port: answer.toPort });
    }
  }

  #count(answer: BindingAnswer | undefined): void {
    if (!answer) this.#stats.ignored += 1;
    else this.#stats.requests += 1;
    if (answer?.isError) this.#stats.refused += 1;
  }

  #socketAt({ address, port }: TransportAddress): BoundSocket | undefined {
    return this.#sockets.find(({ at }) => at.address === address && at.port === port);
  }
}
