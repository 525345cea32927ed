import type { Socket } from 'node:net';
import { createServer, type Server, type TLSSocket } from 'node:tls';
import type { Clock, Undo } from '@remotemedia/base';
import type { Credentials } from '../tls/credentials.ts';

/** How long a handshake may take, in milliseconds. */
const HANDSHAKE_TIMEOUT_MS = 10_000;
const MIN_VERSION = 'TLSv1.2';

/** Settings of a {@link TlsFront}. */
export interface TlsFrontOptions {
  /** The certificate to begin with. */
  readonly credentials: Credentials;
  /** Where time comes from. */
  readonly clock: Clock;
  /** Takes a connection over whose handshake is done. */
  readonly onSecure: (socket: TLSSocket, spoken: 'http1' | 'http2') => void;
}

/**
 * Does the TLS handshake on connections that are given to it: TLS 1.2 and newer, HTTP/2 for clients that can (ALPN,
 * RFC 7301), else HTTP/1.1.
 */
export class TlsFront {
  readonly #server: Server;
  readonly #options: TlsFrontOptions;
  /** Time limits of the handshakes that go on, by the other end's address and port. */
  readonly #underWay = new Map<string, Undo>();

  /** @param options see {@link TlsFrontOptions} */
  constructor(options: TlsFrontOptions) {
    this.#options = options;
    const alpn = { ALPNProtocols: ['h2', 'http/1.1'], minVersion: MIN_VERSION } as const;
    this.#server = createServer({ ...options.credentials, ...alpn }, (socket) => {
      this.#underWay.get(endOf(socket))?.();
      options.onSecure(socket, socket.alpnProtocol === 'h2' ? 'http2' : 'http1');
    });
    // Faults of a client: a version too old, no protocol in common, a certificate that it does not believe.
    this.#server.on('tlsClientError', (_error, socket) => socket.destroy());
  }

  /** Takes a connection over whose first bytes were put back. */
  accept(socket: Socket): void {
    const end = endOf(socket);
    const stopTimer = this.#options.clock.after(HANDSHAKE_TIMEOUT_MS, () => socket.destroy());
    const stop = (): void => {
      stopTimer();
      this.#underWay.delete(end);
    };
    this.#underWay.set(end, stop);
    socket.once('close', stop);
    // A flowing socket would throw the bytes that were put back away before they are read.
    socket.pause();
    this.#server.emit('connection', socket);
  }

  /** Shows another certificate to the connections that come from now on. */
  use(credentials: Credentials): void {
    this.#server.setSecureContext({ ...credentials, minVersion: MIN_VERSION });
  }
}

function endOf({ remoteAddress, remotePort }: Socket): string {
  return `${remoteAddress} ${remotePort}`;
}
