import type { Duplex } from 'node:stream';
import type { Clock, Undo } from '@remotemedia/base';
import type { AnnouncedClose } from './announced-close.ts';
import { MAX_REASON_BYTES } from './close-codes.ts';
import { TextWriter } from './text-writer.ts';
import type { Turn } from './turn.ts';

/** How long a client may take to close its side, in milliseconds. */
const CLOSE_WAIT_MS = 1_000;

/** Bytes that may wait in a socket before signs of life are no longer answered. */
const MAX_PONG_BYTES = 65_536;

/** Hears what a {@link ServerSocket} receives. */
export interface SocketListener {
  /** A text message. */
  onText(text: string): void;
  /** A binary message. */
  onBinary(data: Buffer): void;
  /** A frame of any kind: the client lives. */
  onAlive(): void;
  /** It is over, called once. The code is the client's, 1005 for none, 1006 for an end without a word (RFC 6455 §7.4.1). */
  onClosed(code: number): void;
}

/** What a {@link ServerSocket} needs. */
export interface ServerSocketParts {
  /** The WebSocket after its handshake. */
  readonly socket: AnnouncedClose;
  /** The connection that it runs on. */
  readonly stream: Duplex;
  /** When frames are handed over. */
  readonly turn: Turn;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** The server's side of a WebSocket. What is sent in one turn of the event loop goes out together when it ends. */
export class ServerSocket {
  readonly #socket: AnnouncedClose;
  readonly #writer: TextWriter;
  readonly #clock: Clock;
  #stopWaiting: Undo | undefined;

  /** Takes the socket over; `listener` is told nothing before this returns. */
  constructor({ socket, stream, turn, clock }: ServerSocketParts, listener: SocketListener) {
    this.#socket = socket;
    this.#writer = new TextWriter(stream, turn);
    this.#clock = clock;
    socket.beforeClose = () => this.#beforeClose();
    socket.on('message', (data: Buffer, isBinary: boolean) => {
      listener.onAlive();
      if (isBinary) listener.onBinary(data);
      else listener.onText(data.toString());
    });
    socket.on('ping', (data: Buffer) => {
      listener.onAlive();
      // One who does not read is not owed an answer to each (RFC 6455 §5.5.3).
      if (this.isOpen && this.queuedBytes < MAX_PONG_BYTES) socket.pong(data);
    });
    socket.on('pong', () => listener.onAlive());
    socket.on('close', (code: number) => {
      this.#stopWaiting?.();
      listener.onClosed(code);
    });
    // A frame that breaks the protocol, or a connection that broke: 'close' follows.
    socket.on('error', () => {});
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return this.#stopWaiting === undefined && this.#socket.readyState === this.#socket.OPEN;
  }

  /** Bytes that the client has still to take. */
  get queuedBytes(): number {
    return this.#writer.queuedBytes;
  }

  /** Sends a text message. @param text of ASCII alone */
  send(text: string): void {
    if (this.isOpen) this.#writer.send(text);
  }

  /** Calls `callback` once the client took what was sent until now. */
  onceTaken(callback: () => void): void {
    this.#writer.onceTaken(callback);
  }

  /** Asks the client for a sign of life. */
  ping(): void {
    if (this.isOpen) this.#socket.ping();
  }

  /** Reads nothing more for now; what has arrived already is still told. */
  pause(): void {
    this.#socket.pause();
  }

  /** Reads on. */
  resume(): void {
    this.#socket.resume();
  }

  /** Closes, with a code and a reason. Calling it again does nothing. */
  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#socket.close(code, reason.replace(/[^ -~]/g, '?').slice(0, MAX_REASON_BYTES));
    // The client's answer has to be read.
    this.resume();
  }

  /** Breaks the connection. */
  terminate(): void {
    this.#socket.terminate();
  }

  /** What was said before has to go before the close frame, and the client has so long to answer that. */
  #beforeClose(): void {
    this.#writer.flush();
    this.#stopWaiting ??= this.#clock.after(CLOSE_WAIT_MS, () => this.#socket.terminate());
  }
}
