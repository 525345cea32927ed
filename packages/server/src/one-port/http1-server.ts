import { createServer, type Server } from 'node:http';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import type { NodeHandler } from '../http/node-handler.ts';
import { closeAfterAnswer } from '../http/unread-body.ts';
import { serveWithoutUpgrade, wantsWebSocket } from './http1-upgrade.ts';
import type { UpgradeHandler } from './one-port.ts';

/** How long an unused connection is kept, in milliseconds. Longer than a pause between two candidates or chat lines. */
const KEEP_ALIVE_MS = 65_000;

/** How long clients may take, in milliseconds. */
export interface Http1Limits {
  /** For the header of a request. */
  readonly headersTimeoutMs: number;
  /** For a whole request. */
  readonly requestTimeoutMs: number;
  /** Time between two looks at how long they have been taking. */
  readonly checkIntervalMs: number;
}

const LIMITS: Http1Limits = { headersTimeoutMs: 10_000, requestTimeoutMs: 30_000, checkIntervalMs: 5_000 };

/** The HTTP/1.1 half of the port. It never listens itself; connections are given to {@link Http1Server.accept}. */
export class Http1Server {
  readonly #server: Server;
  #isDraining = false;

  /** @param handle answers requests @param upgrade takes requests to become a WebSocket over */
  constructor(handle: NodeHandler, upgrade: UpgradeHandler, limits: Http1Limits = LIMITS) {
    const server = createServer(
      {
        keepAliveTimeout: KEEP_ALIVE_MS,
        headersTimeout: limits.headersTimeoutMs,
        requestTimeout: limits.requestTimeoutMs,
        connectionsCheckingInterval: limits.checkIntervalMs,
      },
      (request, response) => {
        if (this.#isDraining) response.shouldKeepAlive = false;
        handle(request, response);
      },
    );
    server.on('upgrade', (request, socket, head) => {
      if (wantsWebSocket(request)) upgrade(request, socket, head);
      else serveWithoutUpgrade(server, request, socket, head);
    });
    server.on('clientError', refuse);
    // Node watches its timeouts from the moment a server listens; this one is never told to.
    server.emit('listening');
    this.#server = server;
  }

  /** Takes a connection over. */
  accept(socket: Socket): void {
    this.#server.emit('connection', socket);
  }

  /** From now on, an answer is the last on its connection, and connections without a request end. */
  drain(): void {
    this.#isDraining = true;
    this.#server.closeIdleConnections();
  }

  /** Ends connections without a request and stops the watch over the others. */
  close(): void {
    // The callback keeps "it does not listen" from being thrown.
    this.#server.close(() => {});
  }
}

/** What a client gets that does not speak HTTP, by Node's name for its fault. */
function statusOf(code: string | undefined): string {
  if (code === 'HPE_HEADER_OVERFLOW') return '431 Request Header Fields Too Large';
  if (code === 'ERR_HTTP_REQUEST_TIMEOUT') return '408 Request Timeout';
  return '400 Bad Request';
}

function refuse(error: NodeJS.ErrnoException, socket: Duplex): void {
  // Later faults of a client that goes on sending.
  if (socket.writableEnded) return;
  if (error.code === 'ECONNRESET' || !socket.writable) return void socket.destroy();
  closeAfterAnswer(socket, `HTTP/1.1 ${statusOf(error.code)}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`);
}
