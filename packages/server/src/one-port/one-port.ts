import type { IncomingMessage } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '@remotemedia/base';
import type { NodeHandler } from '../http/node-handler.ts';
import { sniff } from './first-bytes.ts';
import { Http1Server } from './http1-server.ts';
import { Http2Server } from './http2-server.ts';
import { listenOn } from './listen.ts';

/** Takes over a request to become a WebSocket. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** Settings of a {@link OnePort}. */
export interface OnePortOptions {
  /** Answers requests of both HTTP versions. */
  readonly handle: NodeHandler;
  /** Takes over requests to become a WebSocket. */
  readonly upgrade: UpgradeHandler;
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long a connection may say nothing at first, in milliseconds. */
  readonly sniffTimeoutMs: number;
  /** Time between two signs of life that are asked of each HTTP/2 connection, in milliseconds. */
  readonly pingIntervalMs: number;
}

/** How long connections have to end by themselves when the port closes, in milliseconds. */
const CLOSE_WAIT_MS = 500;

/** One cleartext port for HTTP/1.1, HTTP/2 with prior knowledge (that is gRPC) and WebSocket: the first bytes decide. */
export class OnePort {
  readonly #options: OnePortOptions;
  readonly #http1: Http1Server;
  readonly #http2: Http2Server;
  readonly #sockets = new Set<Socket>();
  #listeners: Server[] = [];
  #closing: Promise<void> | undefined;
  #onSocketClosed: () => void = () => {};

  /** @param options see {@link OnePortOptions} */
  constructor(options: OnePortOptions) {
    this.#options = options;
    this.#http1 = new Http1Server(options.handle, options.upgrade);
    this.#http2 = new Http2Server(options.handle, options);
  }

  /** Connections that are open. */
  get openSockets(): number {
    return this.#sockets.size;
  }

  /**
   * Starts to listen; `localhost` stands for both of its addresses.
   *
   * @returns the port, which differs from the one given where that is 0
   * @throws {SdkError} `unavailable` when the port is in use, `permission-denied`, `invalid-argument` for a host that
   *   is not this machine
   */
  async listen(host: string, port: number): Promise<number> {
    const { listeners, port: opened } = await listenOn(() => this.#createListener(), host, port);
    this.#listeners = listeners;
    return opened;
  }

  /** Takes no new connections, lets the open ones end, cuts off those that do not. Idempotent. */
  close(): Promise<void> {
    this.#closing ??= this.#close();
    return this.#closing;
  }

  #createListener(): Server {
    const options = { allowHalfOpen: true, noDelay: true, keepAlive: true, keepAliveInitialDelay: 10_000 };
    return createServer(options, (socket) => this.#accept(socket));
  }

  #accept(socket: Socket): void {
    this.#sockets.add(socket);
    socket.once('close', () => {
      this.#sockets.delete(socket);
      this.#onSocketClosed();
    });
    // A connection can break at any time; whoever uses it sees it close.
    socket.on('error', () => {});
    const { clock, sniffTimeoutMs: timeoutMs } = this.#options;
    sniff(socket, { clock, timeoutMs }, (spoken) => {
      if (spoken === 'http2') this.#http2.accept(socket);
      else this.#http1.accept(socket);
    });
  }

  async #close(): Promise<void> {
    const closed = this.#listeners.map((listener) => new Promise<void>((resolve) => listener.close(() => resolve())));
    this.#http1.close();
    this.#http2.close();
    const timer = setTimeout(() => {
      for (const socket of this.#sockets) socket.destroy();
    }, CLOSE_WAIT_MS);
    await Promise.all([...closed, this.#drained()]);
    clearTimeout(timer);
  }

  /** Resolves when no connection is open any more. A listener says that a moment before its last connection does. */
  #drained(): Promise<void> {
    return new Promise((resolve) => {
      this.#onSocketClosed = () => {
        if (this.#sockets.size === 0) resolve();
      };
      this.#onSocketClosed();
    });
  }
}
