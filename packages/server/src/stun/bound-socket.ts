import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { TransportAddress } from '@remotemedia/protocol/stun';

/** Takes a datagram. @param at the socket's own address */
export type TakeDatagram = (bytes: Uint8Array, source: TransportAddress, at: TransportAddress) => void;

/** Datagrams that may wait for the network card; more are dropped, as a network does. */
const MAX_QUEUED = 1_000;

/** A UDP socket of a server, at one address. Whoever opens it closes it. */
export class BoundSocket {
  /** Where it is bound. */
  readonly at: TransportAddress;
  readonly #socket: Socket;
  #isClosed = false;

  private constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.at = { address, port };
  }

  /**
   * Opens a socket. An IPv6 one takes IPv6 only, so that IPv4 can have the same port.
   *
   * @throws what the system says, `EADDRINUSE` for example
   */
  static async open(
    address: string,
    port: number,
    take: TakeDatagram,
    onError: (error: unknown) => void,
  ): Promise<BoundSocket> {
    const isV6 = isIPv6(address);
    const socket = createSocket({ type: isV6 ? 'udp6' : 'udp4', ipv6Only: isV6 });
    try {
      socket.bind(port, address);
      await once(socket, 'listening');
    } catch (error) {
      socket.close();
      throw error;
    }
    const bound = new BoundSocket(socket);
    socket.on('error', onError);
    socket.on('message', (bytes, source) => take(bytes, source, bound.at));
    return bound;
  }

  /** Sends a datagram, if the network takes it; nobody is told when it does not. @param to its port is 1–65535 */
  send(bytes: Uint8Array, to: TransportAddress): void {
    if (this.#isClosed || this.#socket.getSendQueueCount() >= MAX_QUEUED) return;
    // With a callback, what goes wrong is not an 'error' of the socket: it concerns one receiver only.
    this.#socket.send(bytes, to.port, to.address, () => {});
  }

  /** Ends the socket. Calling it again does nothing. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#isClosed = true;
    const closed = once(this.#socket, 'close');
    this.#socket.close();
    await closed;
  }
}
