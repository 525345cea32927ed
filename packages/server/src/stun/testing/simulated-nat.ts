import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import type { TransportAddress } from '@remotemedia/protocol/stun';
import type { OpenUdp, UdpSocket } from '../udp-socket.ts';

/** What a mapping or a filter of a NAT depends on. */
export type Dependence = 'endpoint-independent' | 'address-dependent' | 'address-and-port-dependent';

/** How a {@link SimulatedNat} behaves. */
export interface NatBehaviour {
  readonly mapping: Dependence;
  readonly filtering: Dependence;
  /** Whether sockets have the address outside that they have inside. */
  readonly isTransparent?: boolean;
}

/** An address inside: of a network that is for documentation only (RFC 5737). */
const INSIDE = '192.0.2.10';

/**
 * A NAT with real UDP sockets on its outside. Those who are inside open theirs with {@link SimulatedNat.openUdp}. It
 * maps and filters by the rules of RFC 4787 §4.1 and §5.
 */
export class SimulatedNat {
  readonly #behaviour: NatBehaviour;
  readonly #outside = new Set<Socket>();
  #lastPort = 40_000;

  constructor(behaviour: NatBehaviour) {
    this.#behaviour = behaviour;
  }

  /** Opens a socket inside. */
  readonly openUdp: OpenUdp = async (_towards, take) => {
    const { mapping, filtering, isTransparent = false } = this.#behaviour;
    const sockets = new Map<string, Promise<Socket>>();
    const sentTo = new Set<string>();
    const socketFor = (to: TransportAddress): Promise<Socket> => {
      const key = partOf(to, mapping);
      const socket =
        sockets.get(key) ??
        this.#open((bytes, from) => {
          if (sentTo.has(partOf(from, filtering))) take(bytes, from);
        });
      sockets.set(key, socket);
      return socket;
    };
    this.#lastPort += 1;
    let local: TransportAddress = { address: INSIDE, port: this.#lastPort };
    if (isTransparent) local = (await socketFor(local)).address();
    return {
      local,
      send: (bytes, to) => {
        sentTo.add(partOf(to, filtering));
        void socketFor(to).then((socket) => socket.send(bytes, to.port, to.address));
      },
      close: () => {},
    } satisfies UdpSocket;
  };

  /** Closes the sockets outside. */
  close(): void {
    for (const socket of this.#outside) socket.close();
    this.#outside.clear();
  }

  async #open(take: (bytes: Uint8Array, from: TransportAddress) => void): Promise<Socket> {
    const socket = createSocket('udp4');
    this.#outside.add(socket);
    socket.on('message', (bytes, { address, port }) => take(bytes, { address, port }));
    socket.bind(0, '127.0.0.1');
    await once(socket, 'listening');
    return socket;
  }
}

function partOf({ address, port }: TransportAddress, dependence: Dependence): string {
  if (dependence === 'endpoint-independent') return '';
  return dependence === 'address-dependent' ? address : `${address} ${port}`;
}
