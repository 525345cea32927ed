import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { Undo } from '@remotemedia/base';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import { WebSocketServer } from 'ws';
import { remoteAddressOf } from '../http/remote-address.ts';
import { closing } from '../hub/closing.ts';
import { Connection, type ConnectionOptions } from './connection.ts';

/** Settings of a {@link WebSocketFrontEnd}. */
export interface WebSocketFrontEndOptions extends Omit<ConnectionOptions, 'address'> {
  /** Time between two signs of life that are asked of each socket, in milliseconds. */
  readonly pingIntervalMs: number;
}

/** All WebSockets of one server, on any path. */
export class WebSocketFrontEnd {
  readonly #options: WebSocketFrontEndOptions;
  readonly #server: WebSocketServer;
  readonly #connections = new Set<Connection>();
  #stopPings: Undo | undefined;

  /** @param options see {@link WebSocketFrontEndOptions} */
  constructor(options: WebSocketFrontEndOptions) {
    this.#options = options;
    this.#server = new WebSocketServer({
      noServer: true,
      clientTracking: false,
      perMessageDeflate: false,
      maxPayload: MAX_MESSAGE_BYTES,
    });
  }

  /** WebSockets that are open. */
  get openSockets(): number {
    return this.#connections.size;
  }

  /** Takes a request to become a WebSocket over; one that is malformed is answered with 400. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const address = remoteAddressOf(request);
    this.#server.handleUpgrade(request, socket, head, (webSocket) => {
      const connection = new Connection(webSocket, { ...this.#options, address });
      this.#connections.add(connection);
      webSocket.once('close', () => this.#forget(connection));
      this.#armPings();
    });
  }

  /** Closes all WebSockets; the clients are told that the server is going away. Calling it again does nothing. */
  close(): void {
    for (const connection of [...this.#connections]) {
      connection.close(closing());
    }
  }

  #forget(connection: Connection): void {
    this.#connections.delete(connection);
    if (this.#connections.size > 0) return;
    this.#stopPings?.();
    this.#stopPings = undefined;
  }

  #armPings(): void {
    this.#stopPings ??= this.#options.clock.after(this.#options.pingIntervalMs, () => {
      this.#stopPings = undefined;
      for (const connection of [...this.#connections]) connection.checkAlive();
      if (this.#connections.size > 0) this.#armPings();
    });
  }
}
