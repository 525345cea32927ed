import {
  createServer,
  type IncomingHttpHeaders,
  type Http2Server as NodeHttp2Server,
  type ServerHttp2Session,
  type ServerHttp2Stream,
} from 'node:http2';
import type { Socket } from 'node:net';
import type { Clock, Undo } from '@remotemedia/base';
import type { NodeHandler } from '../http/node-handler.ts';

/** Streams that one connection may have open; a gateway can carry many peers over one. */
const MAX_STREAMS = 1_000;
/**
 * What one connection may cost. The library itself drops connections that open and cancel streams too fast, flood with
 * pings or settings without reading the answers, or spread a header over too many frames.
 */
const LIMITS = {
  settings: { maxConcurrentStreams: MAX_STREAMS, maxHeaderListSize: 16_384 },
  /** Fields of one header. */
  maxHeaderListPairs: 64,
  /** MiB that a connection may hold in all. */
  maxSessionMemory: 10,
  /** Answers that wait to be acknowledged. */
  maxOutstandingPings: 10,
} as const;

/** Takes over a stream before anything else sees it. @returns whether it did */
export type StreamHandler = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders) => boolean;

/** Settings of an {@link Http2Server}. */
export interface Http2ServerOptions {
  /** Takes streams over that are not to become requests. @default none is */
  readonly takeStream?: StreamHandler | undefined;
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
    this.#server = createServer(LIMITS);
    // Makes requests of streams; it never has a connection of its own.
    const requests = createServer(handle);
    const { takeStream = () => false } = options;
    const onStream = (stream: ServerHttp2Stream, headers: IncomingHttpHeaders, ...rest: unknown[]): void => {
      if (!takeStream(stream, headers)) requests.emit('stream', stream, headers, ...rest);
    };
    this.#server.on('stream', onStream);
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
    // A client that says no more cannot take much more either: it gives no window back. Its calls are over.
    socket.once('end', () => socket.destroy());
    this.#server.emit('connection', socket);
  }

  /** Tells the clients to go (GOAWAY); each connection closes when its streams have ended. */
  drain(): void {
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
