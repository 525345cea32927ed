import type { Duplex } from 'node:stream';
import type { Clock, Undo } from '@remotemedia/base';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import { BROKEN, NO_CODE } from './close-codes.ts';
import { type FrameKind, FrameReader } from './frame-reader.ts';
import { FrameWriter } from './frame-writer.ts';
import type { Turn } from './turn.ts';

/** How long a client may take to close its side, in milliseconds. */
const CLOSE_WAIT_MS = 1_000;

/** Bytes that may wait in a socket before signs of life are no longer answered. */
const MAX_PONG_BYTES = 65_536;

/** Hears what a {@link ServerSocket} receives. */
export interface SocketListener {
  /** A text message. */
  onText(text: string): void;
  /** A binary message; its bytes are good until this returns. */
  onBinary(data: Buffer): void;
  /** A frame of any kind: the client lives. */
  onAlive(): void;
  /** It is over, called once. The code is the client's, or {@link BROKEN}. */
  onClosed(code: number): void;
}

/** What a {@link ServerSocket} needs. */
export interface ServerSocketParts {
  /** The connection after its handshake; the socket ends it. */
  readonly stream: Duplex;
  /** When frames are handed over. */
  readonly turn: Turn;
  /** Where time comes from. */
  readonly clock: Clock;
}

/** The server's side of a WebSocket (RFC 6455): one small object on top of the connection. */
export class ServerSocket {
  readonly #stream: Duplex;
  readonly #clock: Clock;
  readonly #listener: SocketListener;
  readonly #reader = new FrameReader(MAX_MESSAGE_BYTES);
  readonly #writer: FrameWriter;
  #isHeld = false;
  #isClosing = false;
  #isOver = false;
  #stopWaiting: Undo | undefined;

  /** @param listener is told nothing before {@link ServerSocket.start} */
  constructor({ stream, turn, clock }: ServerSocketParts, listener: SocketListener) {
    this.#stream = stream;
    this.#clock = clock;
    this.#listener = listener;
    this.#writer = new FrameWriter(stream, turn);
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return !this.#isClosing && !this.#isOver;
  }

  /** Bytes that the client has still to take. */
  get queuedBytes(): number {
    return this.#writer.queuedBytes;
  }

  /** Begins to read. @param head what came with the handshake */
  start(head: Buffer): void {
    const stream = this.#stream;
    stream.on('data', (chunk: Buffer) => {
      this.#reader.push(chunk);
      this.#readFrames();
    });
    stream.on('end', () => {
      this.#isClosing = true;
      this.#writer.flush();
      stream.end();
    });
    stream.on('close', () => {
      this.#stopWaiting?.();
      this.#finish(BROKEN);
    });
    // A connection can break at any time: 'close' follows.
    stream.on('error', () => {});
    if (head.length === 0) return;
    this.#reader.push(Buffer.from(head));
    this.#readFrames();
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
    if (this.isOpen) this.#writer.sendPing();
  }

  /** Reads nothing more for now. */
  pause(): void {
    this.#isHeld = true;
    this.#stream.pause();
  }

  /** Reads on. */
  resume(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    this.#readFrames();
    if (!this.#isHeld) this.#stream.resume();
  }

  /** Closes, with a code and a reason. Calling it again does nothing. */
  close(code: number, reason: string): void {
    if (!this.isOpen) return;
    this.#sendClose(code, reason);
    // The client's answer has to be read.
    this.resume();
  }

  /** Breaks the connection. */
  terminate(): void {
    this.#stream.destroy();
  }

  #readFrames(): void {
    while (!this.#isHeld) {
      const kind = this.#reader.next();
      if (kind === undefined) return;
      this.#listener.onAlive();
      this.#onFrame(kind);
    }
  }

  #onFrame(kind: FrameKind): void {
    switch (kind) {
      case 'text':
        this.#listener.onText(this.#reader.text);
        break;
      case 'binary':
        this.#listener.onBinary(this.#reader.payload);
        break;
      case 'ping':
        // One who does not read is not owed an answer to each (RFC 6455 §5.5.3).
        if (this.isOpen && this.queuedBytes < MAX_PONG_BYTES) this.#writer.sendPong(this.#reader.payload);
        break;
      case 'pong':
        break;
      case 'close':
        this.#onClose(this.#reader.code);
        break;
      case 'fault':
        if (this.isOpen) this.#sendClose(this.#reader.code, '');
        this.#end(BROKEN);
    }
  }

  #onClose(code: number): void {
    if (this.isOpen) this.#sendClose(code, '');
    this.#end(code);
  }

  #sendClose(code: number, reason: string): void {
    this.#isClosing = true;
    this.#writer.sendClose(code === NO_CODE ? undefined : code, reason);
    this.#stopWaiting = this.#clock.after(CLOSE_WAIT_MS, () => this.#stream.destroy());
  }

  #end(code: number): void {
    this.#writer.flush();
    this.#stream.end();
    this.#finish(code);
  }

  #finish(code: number): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#listener.onClosed(code);
  }
}
