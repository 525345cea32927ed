import type { IncomingMessage } from 'node:http';
import { createServer, type Server, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Clock } from '@remotemedia/base';
import type { NodeHandler } from '../http/node-handler.ts';
import type { CertificateSource } from '../tls/certificate-source.ts';
import { redirectToTls, refuseCleartextUpgrade } from './cleartext-refusal.ts';
import { type Spoken, sniff } from './first-bytes.ts';
import { Http1Server } from './http1-server.ts';
import { Http2Server, type StreamHandler } from './http2-server.ts';
import { listenOn } from './listen.ts';
import { TlsFront } from './tls-front.ts';

/** Takes over a request to become a WebSocket. */
export type UpgradeHandler = (request: IncomingMessage, socket: Duplex, head: Buffer) => void;

/** How a port encrypts. */
export interface OnePortTls {
  /** Has the certificate. Whoever opened it closes it, after the port. */
  readonly source: CertificateSource;
  /** Whether the port serves cleartext, too. */
  readonly allowCleartext: boolean;
}

/** Settings of a {@link OnePort}. */
export interface OnePortOptions {
  /** Answers requests of both HTTP versions. */
  readonly handle: NodeHandler;
  /** Takes over requests to become a WebSocket. */
  readonly upgrade: UpgradeHandler;
  /** Takes HTTP/2 streams over that are not to become requests. @default none is */
  readonly takeStream?: StreamHandler | undefined;
  /** Encrypts. @default cleartext only */
  readonly tls?: OnePortTls | undefined;
  /** Where time comes from. */
  readonly clock: Clock;
  /** How long a connection may say nothing at first, in milliseconds. */
  readonly sniffTimeoutMs: number;
  /** Time between two signs of life that are asked of each HTTP/2 connection, in milliseconds. */
  readonly pingIntervalMs: number;
}

/** How long connections have to end by themselves when the port closes, in milliseconds. */
const CLOSE_WAIT_MS = 500;

/** One port for TLS and cleartext, HTTP/1.1, HTTP/2 (that is gRPC) and WebSocket: the first bytes decide. */
export class OnePort {
  readonly #options: OnePortOptions;
  readonly #http1: Http1Server;
  readonly #http2: Http2Server;
  readonly #tls: TlsFront | undefined;
  /** Refuses what comes in cleartext; absent where that is served. */
  readonly #cleartext: Http1Server | undefined;
  readonly #sockets = new Set<Socket>();
  #listeners: Server[] = [];
  #closing: Promise<void> | undefined;
  #onSocketClosed: () => void = () => {};

  /** @param options see {@link OnePortOptions} */
  constructor(options: OnePortOptions) {
    this.#options = options;
    this.#http1 = new Http1Server(options.handle, options.upgrade);
    this.#http2 = new Http2Server(options.handle, options);
    const { tls, clock } = options;
    if (!tls) return;
    const { source, allowCleartext } = tls;
    const onSecure = (socket: Socket, spoken: Spoken) => this.#serve(socket, spoken);
    const front = new TlsFront({ credentials: source.credentials, clock, onSecure });
    source.watch((credentials) => front.use(credentials));
    this.#tls = front;
    if (!allowCleartext) this.#cleartext = new Http1Server(redirectToTls, refuseCleartextUpgrade);
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

  /**
   * Asks clients to go elsewhere as soon as they are done here: answers over HTTP/1.1 end their connection, and on
   * HTTP/2 no new calls begin on connections that are open now. New connections are still served, so that those who
   * look after the server can go on asking how it is. Calling it again does nothing more.
   */
  drain(): void {
    this.#http1.drain();
    this.#http2.drain();
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
      if (spoken === 'tls' && this.#tls) this.#tls.accept(socket);
      else if (!this.#cleartext) this.#serve(socket, spoken);
      else if (spoken === 'http2') socket.destroy();
      else this.#cleartext.accept(socket);
    });
  }

  /** Serves what is decrypted, or was in cleartext from the start. */
  #serve(socket: Socket, spoken: Spoken): void {
    if (spoken === 'http2') this.#http2.accept(socket);
    else this.#http1.accept(socket);
  }

  async #close(): Promise<void> {
    const closed = this.#listeners.map((listener) => new Promise<void>((resolve) => listener.close(() => resolve())));
    this.#http1.close();
    this.#cleartext?.close();
    this.#http2.drain();
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
