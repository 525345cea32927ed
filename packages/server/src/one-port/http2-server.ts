import { createServer, type Http2Server as NodeHttp2Server, type ServerHttp2Session } from 'node:http2';
import type { Socket } from 'node:net';
import type { Clock, Undo } from '@remotemedia/base';
import type { NodeHandler } from '../http/node-handler.ts';

/** Streams that one connection may have open; a gateway can carry many peers over one. */
const MAX_STREAMS = 1_000;

/** Settings of an {@link Http2Server}. */
export interface Http2ServerOptions {
  /** Where time comes from. */
  readonly clock: Clock;
  /** Time between two signs of life that are asked of each connection, in milliseconds. */
  readonly pingIntervalMs: number;
}

/** The HTTP/2 half of the port. It never listens itself; connections are given to {@link Http2Server.accept}. */
export class Http2Server {
  readonly #server: NodeHttp2Server;
  readonly #options: Http2ServerOptions;
  readonly #sessions = new Set<ServerHttp2Session>();

  /** @param handle answers requests */
  constructor(handle: NodeHandler, options: Http2ServerOptions) {
    this.#options = options;
    this.#server = createServer({ settings: { maxConcurrentStreams: MAX_STREAMS } }, handle);
    this.#server.on('session', (session) => this.#keep(session));
    // Faults of a client; its session is closed by Node.
    this.#server.on('sessionError', () => {});
  }

  /** Connections that are open. */
  get openSessions(): number {
    return this.#sessions.size;
  }

  /** Takes a connection over. */
  accept(socket: Socket): void {
    // A flowing socket would throw the bytes that were put back away before the session reads them.
    socket.pause();
    this.#server.emit('connection', socket);
  }

  /** Tells the clients to go; each connection closes when its streams have ended. */
  close(): void {
    for (const session of this.#sessions) session.close();
  }

  #keep(session: ServerHttp2Session): void {
    this.#sessions.add(session);
    const stopPings = this.#ping(session);
    session.once('close', () => {
      stopPings();
      this.#sessions.delete(session);
    });
  }

  /** A connection whose other end vanished shows no error of itself; one that answers no ping is dropped. */
  #ping(session: ServerHttp2Session): Undo {
    const { clock, pingIntervalMs } = this.#options;
    let isAnswered = true;
    let stopTimer: Undo = () => {};
    const tick = (): void => {
      if (session.destroyed) return;
      if (!isAnswered) {
        session.destroy();
        return;
      }
      isAnswered = false;
      session.ping((error) => {
        isAnswered = !error;
      });
      stopTimer = clock.after(pingIntervalMs, tick);
    };
    stopTimer = clock.after(pingIntervalMs, tick);
    return () => stopTimer();
  }
}
