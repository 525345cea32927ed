import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { isIPv6 } from 'node:net';
import type { TransportAddress } from '@remotemedia/protocol/stun';

/** A datagram and who sent it. */
export interface Datagram {
  readonly bytes: Uint8Array;
  readonly from: TransportAddress;
}

/** A UDP socket that a test sends and receives with as it likes. */
export class UdpPeer {
  readonly at: TransportAddress;
  /** What came and was not taken yet. */
  readonly inbox: Datagram[] = [];
  readonly #socket: Socket;
  #onDatagram: () => void = () => {};

  private constructor(socket: Socket) {
    this.#socket = socket;
    const { address, port } = socket.address();
    this.at = { address, port };
    socket.on('message', (bytes, { address: source, port: sourcePort }) => {
      this.inbox.push({ bytes: Uint8Array.from(bytes), from: { address: source, port: sourcePort } });
      this.#onDatagram();
    });
  }

  static async open(address = '127.0.0.1'): Promise<UdpPeer> {
    const socket = createSocket(isIPv6(address) ? 'udp6' : 'udp4');
    socket.bind(0, address);
    await once(socket, 'listening');
    return new UdpPeer(socket);
  }

  send(bytes: Uint8Array, to: TransportAddress | undefined): void {
    if (to) this.#socket.send(bytes, to.port, to.address);
  }

  /** The next datagram. */
  async next(): Promise<Datagram> {
    for (;;) {
      const datagram = this.inbox.shift();
      if (datagram) return datagram;
      await new Promise<void>((resolve) => {
        this.#onDatagram = resolve;
      });
    }
  }

  close(): void {
    this.#socket.close();
  }
}
