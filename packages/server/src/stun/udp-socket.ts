import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import { SdkError } from '@remotemedia/base';
import type { TransportAddress } from '@remotemedia/protocol/stun';

/** A UDP socket of a client. Whoever opens it closes it. */
export interface UdpSocket {
  /** The address that its datagrams have when they leave this machine. */
  readonly local: TransportAddress;
  /** Sends a datagram, if the network takes it. */
  send(bytes: Uint8Array, to: TransportAddress): void;
  /** Ends the socket. Calling it again does nothing. */
  close(): void;
}

/**
 * Opens a socket on a free port of the address that this machine has on the way to `towards`.
 *
 * @param take hears of each datagram, with who sent it
 * @throws {SdkError} `unavailable` when there is no way
 */
export type OpenUdp = (
  towards: TransportAddress,
  take: (bytes: Uint8Array, source: TransportAddress) => void,
) => Promise<UdpSocket>;

/** Sockets of the system. */
export const openUdp: OpenUdp = async (towards, take) => {
  try {
    const socket = await bound(towards, await addressTowards(towards));
    // What goes wrong with one datagram shows in its answer that does not come.
    socket.on('error', () => {});
    socket.on('message', (bytes, { address, port }) => take(bytes, { address, port }));
    return new NodeUdpSocket(socket);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new SdkError('unavailable', `there is no way to ${towards.address} over UDP: ${why}`, { cause });
  }
};

class NodeUdpSocket implements UdpSocket {
  readonly local: TransportAddress;
  readonly #socket: Socket;
  #isClosed = false;

  constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.local = { address, port };
  }

  send(bytes: Uint8Array, to: TransportAddress): void {
    if (!this.#isClosed) this.#socket.send(bytes, to.port, to.address, () => {});
  }

  close(): void {
    if (this.#isClosed) return;
    this.#isClosed = true;
    this.#socket.close();
  }
}

/** A socket that is connected has the address that the system would send from. Nothing is sent for it. */
async function addressTowards({ address, port }: TransportAddress): Promise<string> {
  const socket = newSocket(address);
  try {
    socket.connect(port, address);
    await once(socket, 'connect');
    return socket.address().address;
  } finally {
    socket.close();
  }
}

async function bound(towards: TransportAddress, local: string): Promise<Socket> {
  const socket = newSocket(towards.address);
  try {
    socket.bind(0, local);
    await once(socket, 'listening');
    return socket;
  } catch (error) {
    socket.close();
    throw error;
  }
}

function newSocket(address: string): Socket {
  return createSocket(isIPv6(address) ? 'udp6' : 'udp4');
}
