import { type Clock, SdkError, statusNumber, type Undo } from '@remotemedia/base';
import type { WebSocket } from 'ws';
import type { Hub } from '../hub/hub.ts';
import type { Outlet } from '../hub/stay.ts';
import type { Timing } from '../timing.ts';
import { notificationText } from './notification-text.ts';
import { replyTo } from './reply.ts';
import type { SessionState } from './session-state.ts';

/** Bytes that may wait in a socket before its requests and its notifications wait, too. */
const HIGH_WATER_BYTES = 262_144;
/** How long a client may take to close its side, in milliseconds. */
const CLOSE_WAIT_MS = 1_000;
/** Close codes with which a client says that it leaves; 1005 is a close without a code. */
const CLEAN_CODES = [1_000, 1_001, 1_005];

/** Settings of a {@link Connection}. */
export interface ConnectionOptions {
  /** The rooms. */
  readonly hub: Hub;
  /** Where time comes from. */
  readonly clock: Clock;
  /** What clients are told about times. */
  readonly timing: Timing;
  /** Where the client comes from. */
  readonly address: string;
}

/** One WebSocket: JSON-RPC calls in, replies and notifications out, never more of them than the client reads. */
export class Connection implements Outlet {
  readonly #socket: WebSocket;
  readonly #clock: Clock;
  readonly #state: SessionState;
  #stopWaiting: Undo | undefined;
  #isBlocked = false;
  #isAlive = true;

  /** Takes the socket over. */
  constructor(socket: WebSocket, { hub, clock, timing, address }: ConnectionOptions) {
    this.#socket = socket;
    this.#clock = clock;
    this.#state = { hub, timing, address, outlet: this, stay: undefined };
    socket.on('message', (data, isBinary) => this.#onMessage(data, isBinary));
    socket.on('pong', () => {
      this.#isAlive = true;
    });
    socket.on('close', (code) => this.#onClose(code));
    // A frame that breaks the WebSocket protocol, or a lost connection: 'close' follows.
    socket.on('error', () => {});
  }

  /** Drops the socket if nothing came since the last call, else asks it for a sign of life. */
  checkAlive(): void {
    if (!this.#isAlive) this.#socket.terminate();
    else if (this.#socket.readyState === this.#socket.OPEN) this.#socket.ping();
    this.#isAlive = false;
  }

  /** There are notifications for the peer. */
  wake(): void {
    const { stay } = this.#state;
    while (stay && !this.#isBlocked) {
      const item = stay.take(this);
      if (!item) return;
      const seq = stay.token === undefined ? undefined : item.seq;
      this.#send(notificationText(item.notification, stay.peerId, seq));
    }
  }

  /** The stay is over or goes on elsewhere. After a clean leave the socket stays: the client may announce again. */
  end(reason: SdkError | undefined): void {
    if (reason) this.close(reason);
  }

  /** Closes the socket and says why. Calling it again does nothing. */
  close(reason: SdkError): void {
    if (this.#stopWaiting || this.#socket.readyState === this.#socket.CLOSED) return;
    const code = reason.code === 'unavailable' ? 1_001 : 4_000 + statusNumber(reason.code);
    this.#stopWaiting = this.#clock.after(CLOSE_WAIT_MS, () => this.#socket.terminate());
    this.#socket.resume();
    this.#socket.close(code, reason.detail.slice(0, 120));
  }

  #onMessage(data: WebSocket.RawData, isBinary: boolean): void {
    this.#isAlive = true;
    if (isBinary || this.#stopWaiting) return;
    try {
      const reply = replyTo(data.toString(), this.#state);
      if (reply !== undefined) this.#send(reply);
      this.wake();
    } catch {
      // Nobody else would catch it: whatever a frame does, it ends its own socket at the most.
      this.close(new SdkError('internal', 'the server failed to answer a frame'));
    }
  }

  #onClose(code: number): void {
    this.#stopWaiting?.();
    const isGoodbye = CLEAN_CODES.includes(code) && !this.#stopWaiting;
    if (isGoodbye) this.#state.stay?.quit(this);
    else this.#state.stay?.lose(this);
  }

  #send(text: string): void {
    if (this.#socket.readyState !== this.#socket.OPEN) return;
    this.#socket.send(text, this.#onFlushed);
    if (this.#isBlocked || this.#socket.bufferedAmount < HIGH_WATER_BYTES) return;
    this.#isBlocked = true;
    this.#socket.pause();
  }

  readonly #onFlushed = (): void => {
    if (!this.#isBlocked || this.#socket.bufferedAmount >= HIGH_WATER_BYTES) return;
    this.#isBlocked = false;
    if (this.#socket.readyState !== this.#socket.CLOSED) this.#socket.resume();
    this.wake();
  };
}
