import { abortError, type Clock, SdkError, systemClock, withDeadline } from '@remotemedia/base';
import type { TransportAddress } from '@remotemedia/protocol/stun';
import { discoverNat } from './discover-nat.ts';
import type { NatReport } from './nat-report.ts';
import { type IpFamily, resolveServer } from './resolve-server.ts';
import { StunSocket } from './stun-socket.ts';
import { type OpenUdp, openUdp } from './udp-socket.ts';

/** What a {@link StunClient} uses. */
export interface StunClientParts {
  /** Where time comes from. @default systemClock */
  readonly clock?: Clock | undefined;
  /** Opens UDP sockets. @default those of the system */
  readonly openUdp?: OpenUdp | undefined;
}

/** How a server is asked. */
export interface StunAskOptions {
  /** Gives up early. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for the answer, in milliseconds. @default 39_500, when RFC 8489 §6.2.1 gives up */
  readonly timeoutMs?: number | undefined;
  /** Which addresses of the server to use. @default IPv4 if it has one, else IPv6 */
  readonly family?: IpFamily | undefined;
}

/** How the way to a server is looked at. */
export interface NatDiscoveryOptions {
  /** Gives up early. */
  readonly signal?: AbortSignal | undefined;
  /** Longest wait for each answer, in milliseconds; there are up to four such waits in a row. @default 5_000 */
  readonly answerTimeoutMs?: number | undefined;
  /** Which addresses of the server to use. @default IPv4 if it has one, else IPv6 */
  readonly family?: IpFamily | undefined;
}

/** What one server said. */
export interface StunBinding {
  /** The address and port of our socket as the server saw it. */
  readonly publicAddress: TransportAddress;
  /** The address and port of our socket as this machine sees it. */
  readonly localAddress: TransportAddress;
  /** The address and port of the server. */
  readonly server: TransportAddress;
}

/**
 * Asks STUN servers over UDP: RFC 8489, without credentials. Each question has sockets of its own, which are closed
 * when it is answered, so there is nothing to close here. Servers are written `stun:host` or `stun:host:port`.
 */
export class StunClient {
  readonly #clock: Clock;
  readonly #openUdp: OpenUdp;

  /** Opens nothing yet. @param parts what to use in place of the system's clock and sockets */
  constructor(parts: StunClientParts = {}) {
    this.#clock = parts.clock ?? systemClock;
    this.#openUdp = parts.openUdp ?? openUdp;
  }

  /**
   * Asks one server for our address.
   *
   * @throws {SdkError} `deadline-exceeded` without an answer in time, `cancelled` when the caller aborted,
   * `invalid-argument` for a URI of another form, `not-found` for a name without address, `unavailable` when there is
   * no way, else what the server's error stands for
   */
  async binding(server: string, options: StunAskOptions = {}): Promise<StunBinding> {
    const { signal, timeoutMs = Number.POSITIVE_INFINITY, family } = options;
    const work = (over: AbortSignal): Promise<StunBinding> => this.#bind(server, family, over);
    return await withDeadline(work, { signal, timeoutMs, what: `the answer of ${server}`, clock: this.#clock });
  }

  /**
   * Asks several servers at once for our address and takes the first answer.
   *
   * @throws {SdkError} `unavailable` when none of them answers, with the errors as its cause; `cancelled` when the
   * caller aborted; `invalid-argument` without servers
   */
  async publicAddress(servers: readonly string[], options: StunAskOptions = {}): Promise<StunBinding> {
    if (servers.length === 0) throw new SdkError('invalid-argument', 'expected one STUN server at least, got none');
    const others = new AbortController();
    const signal = options.signal ? AbortSignal.any([options.signal, others.signal]) : others.signal;
    try {
      return await Promise.any(servers.map((server) => this.binding(server, { ...options, signal })));
    } catch (cause) {
      if (options.signal?.aborted) throw abortError(options.signal);
      throw new SdkError('unavailable', `none of ${servers.length} STUN servers told our address`, { cause });
    } finally {
      others.abort();
    }
  }

  /**
   * Finds out what kind of NAT is on the way to a server, if any: RFC 5780 §4.3 and §4.4. The server needs a second
   * address for it; else `mapping` and `filtering` are `unknown`.
   *
   * @throws {SdkError} `cancelled` when the caller aborted, `invalid-argument` for a URI of another form, `not-found`
   * for a name without address, `unavailable` when there is no way
   */
  async discoverNat(server: string, options: NatDiscoveryOptions = {}): Promise<NatReport> {
    const { signal, answerTimeoutMs = 5_000, family } = options;
    const work = async (over: AbortSignal): Promise<NatReport> => {
      const address = await resolveServer(server, family);
      const openSocket = (): Promise<StunSocket> => StunSocket.open(this.#openUdp, address, this.#clock);
      return await discoverNat({ server: address, openSocket, signal: over, timeoutMs: answerTimeoutMs });
    };
    return await withDeadline(work, { signal, clock: this.#clock });
  }

  async #bind(server: string, family: IpFamily | undefined, over: AbortSignal): Promise<StunBinding> {
    const address = await resolveServer(server, family);
    const socket = await StunSocket.open(this.#openUdp, address, this.#clock);
    try {
      const { mapped } = await socket.ask(address, { signal: over });
      return { publicAddress: mapped, localAddress: socket.local, server: address };
    } finally {
      socket.close();
    }
  }
}
