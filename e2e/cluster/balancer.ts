import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

/** Sends each new connection to another server, as a load balancer without sticky sessions does. */
export class Balancer {
  readonly #server: Server;
  readonly #ports: () => readonly number[];
  readonly #sockets = new Set<Socket>();
  #next = 0;

  private constructor(ports: () => readonly number[]) {
    this.#ports = ports;
    this.#server = createServer({ noDelay: true }, (client) => this.#take(client));
  }

  /** @param ports of the servers that run at this moment */
  static async open(ports: () => readonly number[]): Promise<Balancer> {
    const balancer = new Balancer(ports);
    balancer.#server.listen(0, '127.0.0.1');
    await once(balancer.#server, 'listening');
    return balancer;
  }

  /** Where it listens: host and port. */
  get host(): string {
    const address = this.#server.address();
    return `127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`;
  }

  /** Stops. */
  async close(): Promise<void> {
    for (const socket of this.#sockets) socket.destroy();
    this.#server.close();
    await once(this.#server, 'close');
  }

  #take(client: Socket): void {
    const ports = this.#ports();
    const port = ports[this.#next % ports.length];
    this.#next += 1;
    if (port === undefined) return void client.destroy();
    const server = connect({ port, host: '127.0.0.1', noDelay: true });
    for (const [one, other] of [
      [client, server],
      [server, client],
    ] as const) {
      this.#sockets.add(one);
      one.on('error', () => {});
      one.on('close', () => {
        this.#sockets.delete(one);
        other.destroy();
      });
      one.pipe(other);
    }
  }
}
