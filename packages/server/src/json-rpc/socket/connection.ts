import { isUtf8 } from 'node:buffer';
import { SdkError, statusNumber } from '@remotemedia/base';
import type { Grant } from '../../access/grant.ts';
import type { ServerNews } from '../../hub/server-news.ts';
import type { Outlet, Stay } from '../../hub/stay.ts';
import { replyTo } from '../calls/reply.ts';
import { MESH_DIALECT } from '../dialects/mesh-dialect.ts';
import { PEER_DIALECT } from '../dialects/peer-dialect.ts';
import type { SessionState, Surroundings } from '../session-state.ts';
import { GOING_AWAY, NO_CODE, NORMAL, SERVICE_RESTART } from './close-codes.ts';
import { serverNewsText } from './server-news-text.ts';
import { ServerSocket, type ServerSocketParts, type SocketListener } from './server-socket.ts';

/** Bytes that may wait in a socket before its requests and its notifications wait, too. */
const HIGH_WATER_BYTES = 262_144;
/** Frames that may wait for the call before them; the socket is not read then, so that its end is not seen either. */
const MAX_WAITING_FRAMES = 16;
/** Close codes with which a client says that it leaves. */
const CLEAN_CODES = [NORMAL, GOING_AWAY, NO_CODE];
/** What is added to a gRPC status to make a close code of our own. */
const OWN_CLOSE_CODES = 4_000;

/** What a {@link Connection} is made of. */
export interface ConnectionParts extends Omit<ServerSocketParts, 'clock'> {
  /** Where the client comes from. */
  readonly address: string;
  /** What the token of its handshake allows. */
  readonly grant: Grant | undefined;
  /** Called once, when the client is gone. */
  readonly onGone: (connection: Connection) => void;
}

/** One WebSocket: JSON-RPC calls in, replies and notifications out, never more of them than the client reads. */
export class Connection implements Outlet, SocketListener {
  readonly #socket: ServerSocket;
  readonly #onGone: (connection: Connection) => void;
  readonly #state: SessionState;
  /** The stay whose notifications are sent: the client has been told of it. */
  #shown: Stay | undefined;
  /** Frames that wait for a call that has to wait for something itself. */
  #frames: string[] | undefined;
  #isGoodbye: boolean | undefined;
  #isBlocked = false;
  #isAlive = true;
  /** What waited in the socket when it was looked at last and found blocked. */
  #stuckBytes: number | undefined;

  /** @param parts see {@link ConnectionParts} */
  constructor({ socket, stream, turn, address, grant, onGone }: ConnectionParts, surroundings: Surroundings) {
    this.#socket = new ServerSocket({ socket, stream, turn, clock: surroundings.clock }, this);
    this.#onGone = onGone;
    this.#state = { surroundings, address, outlet: this, dialect: undefined, grant, stay: undefined };
  }

  /** Drops the socket if nothing came since the last call, else asks it for a sign of life. */
  checkAlive(): void {
    const queuedBytes = this.#isBlocked ? this.#socket.queuedBytes : undefined;
    const isStuck = queuedBytes !== undefined && this.#stuckBytes !== undefined && queuedBytes >= this.#stuckBytes;
    this.#stuckBytes = queuedBytes;
    if (isStuck) this.#cutOff(new SdkError('resource-exhausted', 'cut off: the client does not read what it is sent'));
    else if (!this.#isAlive) this.#socket.terminate();
    else this.#socket.ping();
    this.#isAlive = false;
  }

  /** There are notifications for the peer. */
  wake(): void {
    const stay = this.#shown;
    const { dialect = PEER_DIALECT } = this.#state;
    while (stay && !this.#isBlocked) {
      const item = stay.take(this);
      if (!item) return;
      const end = stay.token === undefined ? '}}' : `,"seq":${item.seq}}}`;
      const notice = dialect.notice(item.notification, stay.peerId);
      if (notice !== undefined) this.#send(notice + end);
      const second = dialect.secondNotice?.(item.notification);
      if (second !== undefined) this.#send(second + end);
    }
  }

  /** The server itself has something to say. */
  tell(news: ServerNews): void {
    // Its words are fixed, and these are not among them.
    if (this.#shown && this.#state.dialect !== MESH_DIALECT) this.#send(serverNewsText(news));
  }

  /** The stay is over or goes on elsewhere. After a clean leave the socket stays: the client may announce again. */
  end(reason: SdkError | undefined): void {
    if (reason) this.close(reason);
  }

  /** Closes the socket and says why. Calling it again does nothing. */
  close(reason: SdkError): void {
    this.#socket.close(this.#closeCode(reason), reason.detail);
  }

  /** A call, or a batch of them. */
  onText(frame: string): void {
    if (!this.#socket.isOpen) return;
    if (!this.#frames) {
      this.#answer(frame);
      return;
    }
    this.#frames.push(frame);
    if (this.#frames.length >= MAX_WAITING_FRAMES) this.#socket.pause();
  }

  /** Something else, or a call of a client that sends all it has as bytes. */
  onBinary(data: Buffer): void {
    if (holdsJson(data)) this.onText(data.toString());
  }

  /** The client lives. */
  onAlive(): void {
    this.#isAlive = true;
  }

  /** The client is gone: its stay ends, at once if it meant to go. */
  onClosed(code: number): void {
    this.#isGoodbye = CLEAN_CODES.includes(code);
    this.#leave(this.#isGoodbye);
    this.#onGone(this);
  }

  #answer(frame: string): void {
    try {
      const reply = replyTo(frame, this.#state);
      if (!(reply instanceof Promise)) {
        this.#reply(reply);
        return;
      }
      this.#frames ??= [];
      reply.then(
        (text) => this.#goOn(text),
        () => this.#fail(),
      );
    } catch {
      this.#fail();
    }
  }

  #goOn(text: string | undefined): void {
    const frames = this.#frames ?? [];
    this.#frames = undefined;
    // Whoever went while it was on its way in leaves now.
    if (this.#isGoodbye !== undefined) {
      this.#leave(this.#isGoodbye);
      return;
    }
    this.#reply(text);
    if (!this.#socket.isOpen) return;
    for (let frame = frames.shift(); frame !== undefined; frame = frames.shift()) {
      this.#answer(frame);
      if (this.#frames) {
        this.#frames = frames;
        return;
      }
    }
    this.#resume();
  }

  #reply(text: string | undefined): void {
    if (text !== undefined) this.#send(text);
    this.#shown = this.#state.stay;
    this.wake();
  }

  /** Nobody else would catch it: whatever a frame does, it ends its own socket at the most. */
  #fail(): void {
    this.close(new SdkError('internal', 'the server failed to answer a frame'));
  }

  #cutOff(reason: SdkError): void {
    this.#state.stay?.cutOff(reason);
    this.close(reason);
  }

  #leave(isGoodbye: boolean): void {
    if (isGoodbye) this.#state.stay?.quit(this);
    else this.#state.stay?.lose(this);
  }

  #closeCode({ code }: SdkError): number {
    if (code !== 'unavailable') return OWN_CLOSE_CODES + statusNumber(code);
    return this.#shown && !this.#shown.isOver ? SERVICE_RESTART : GOING_AWAY;
  }

  #send(text: string): void {
    this.#socket.send(text);
    if (this.#isBlocked || this.#socket.queuedBytes < HIGH_WATER_BYTES) return;
    this.#isBlocked = true;
    this.#socket.pause();
    this.#socket.onceTaken(() => {
      this.#isBlocked = false;
      this.#stuckBytes = undefined;
      this.#resume();
      this.wake();
    });
  }

  #resume(): void {
    if (!this.#isBlocked && !this.#frames) this.#socket.resume();
  }
}

/** Whether a binary frame could have been a text frame with a call in it; others are ignored, as upstream does. */
function holdsJson(data: Buffer): boolean {
  return /^\s*[[{]/.test(data.toString('latin1', 0, 64)) && isUtf8(data);
}
