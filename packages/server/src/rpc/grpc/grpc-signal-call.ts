import { constants, type OutgoingHttpHeaders, type ServerHttp2Stream } from 'node:http2';
import { type Clock, SdkError, type Undo } from '@remotemedia/base';
import { MAX_MESSAGE_BYTES } from '@remotemedia/protocol';
import type { SignalingResponse } from '@remotemedia/protocol/webrtc';
import { toSdkError } from '../connect-errors.ts';
import { SignalSession, type SignalSessionOptions } from '../signal-session.ts';
import { atEndOfTurn, type TurnEnd } from './end-of-turn.ts';
import { FrameReader } from './frame-reader.ts';
import { readRequest } from './read-request.ts';
import { statusFields } from './status.ts';
import { WireWriter } from './wire-writer.ts';
import { writeNews, writeResponse } from './write-response.ts';

/** Replies that may wait for a client that does not read; after that its requests wait, too. */
const MAX_WAITING_REPLIES = 64;
/** Bytes that go into one write; what is left waits until the connection took that. */
const MAX_WRITE_BYTES = 65_536;
/** How long a message may take from its first byte to its last, in milliseconds. */
const MESSAGE_LIMIT_MS = 30_000;
/** How long a client has to read the end of its call before the stream is cut, in milliseconds. */
const LINGER_MS = 5_000;

/** All calls write one after the other, each to its end, so they share what they write into. */
const writer = new WireWriter();

/** Settings of a {@link GrpcSignalCall}. */
export interface GrpcSignalCallOptions extends Omit<SignalSessionOptions, 'onNews' | 'onEnd'> {
  /** Where time comes from. */
  readonly clock: Clock;
  /** The header field of that name. */
  readonly contentType: string;
  /** The header field `grpc-encoding`. */
  readonly encoding: string | undefined;
  /** How long the call may take, in milliseconds. @default for ever */
  readonly timeoutMs: number | undefined;
  /** Called once, when the call is over. */
  readonly onClose: () => void;
}

/**
 * One call of `WebRtcSignaling.Signal` over gRPC, straight on its HTTP/2 stream. What one turn of the event loop
 * brings goes out in one write. A client that does not read is not read from.
 */
export class GrpcSignalCall implements TurnEnd {
  readonly #stream: ServerHttp2Stream;
  readonly #options: GrpcSignalCallOptions;
  readonly #session: SignalSession;
  readonly #reader: FrameReader;
  readonly #replies: SignalingResponse[] = [];
  /** Whether the answer to a request is being waited for: the next one has to wait, too. */
  #isBusy = false;
  /** Whether the client has said all it had to say. */
  #isReadOut = false;
  /** Whether the stream took what it can hold. */
  #isFull = false;
  #isFlushPlanned = false;
  #isOver = false;
  #stopTimer: Undo = () => {};
  /** Ends the wait for the rest of a message, while there is one. */
  #stopMessageTimer: Undo | undefined;

  /** Takes the stream over, of which nothing was read or written yet, and to whose errors somebody listens. */
  constructor(stream: ServerHttp2Stream, options: GrpcSignalCallOptions) {
    this.#stream = stream;
    this.#options = options;
    this.#session = new SignalSession({
      hub: options.hub,
      caller: options.caller,
      iceServersFor: options.iceServersFor,
      onNews: () => this.#planFlush(),
      onEnd: (reason) => this.finish(reason),
    });
    this.#reader = new FrameReader({ maxMessageBytes: MAX_MESSAGE_BYTES, encoding: options.encoding });
    this.#listen();
    stream.respond(
      { ':status': 200, 'content-type': options.contentType, 'grpc-accept-encoding': 'identity' },
      { waitForTrailers: true },
    );
    this.#limitTime();
  }

  /** Whether the call has ended. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Whether a peer is in a room through this call. */
  get hasPeer(): boolean {
    return this.#session.stay?.isOver === false;
  }

  /** Ends the call with a status after what still waits. Calling it again does nothing. @param error absent for success */
  finish(error?: SdkError): void {
    if (this.#isOver) return;
    this.#write(Number.POSITIVE_INFINITY);
    this.#over();
    const stream = this.#stream;
    stream.once('wantTrailers', () => endStream(stream, statusFields(error)));
    // Nobody reads requests any more, but the end of the stream is to be seen.
    stream.removeAllListeners('data');
    stream.resume();
    stream.end();
    const stopTimer = this.#options.clock.after(LINGER_MS, () => stream.close(constants.NGHTTP2_CANCEL));
    stream.once('close', stopTimer);
  }

  /** Called once for each turn in which there was something to send. */
  onTurnEnd(): void {
    this.#isFlushPlanned = false;
    this.#flush();
  }

  #listen(): void {
    const stream = this.#stream;
    stream.on('data', (chunk: Buffer) => {
      this.#reader.push(chunk);
      this.#work();
    });
    stream.once('end', () => {
      this.#isReadOut = true;
      this.#work();
    });
    stream.on('drain', () => {
      this.#isFull = false;
      this.#flush();
    });
    stream.once('close', () => this.#over());
  }

  #limitTime(): void {
    const { clock, timeoutMs } = this.#options;
    if (timeoutMs === undefined) return;
    const late = new SdkError('deadline-exceeded', `the call took longer than the ${timeoutMs} ms it was given`);
    this.#stopTimer = clock.after(timeoutMs, () => this.finish(late));
  }

  /** Carries out what is there, in order, until an answer is to be waited for or too many wait to be sent. */
  #work(): void {
    try {
      while (!this.#isOver && !this.#isBusy && this.#replies.length < MAX_WAITING_REPLIES && this.#reader.next()) {
        this.#handle();
      }
    } catch (caught) {
      this.finish(toSdkError(caught));
    }
    if (this.#isOver) return;
    const isHeldUp = this.#isBusy || this.#replies.length >= MAX_WAITING_REPLIES;
    if (!isHeldUp && this.#reader.hasRest) this.#limitMessage();
    if (isHeldUp) this.#stream.pause();
    else if (this.#stream.isPaused()) this.#stream.resume();
    if (this.#isReadOut && !isHeldUp) this.#sayGoodbye();
  }

  /** A message that was begun has to come to its end: what came of it takes up memory. */
  #limitMessage(): void {
    const late = new SdkError('deadline-exceeded', `a message did not come to its end within ${MESSAGE_LIMIT_MS} ms`);
    this.#stopMessageTimer ??= this.#options.clock.after(MESSAGE_LIMIT_MS, () => this.finish(late));
  }

  #handle(): void {
    this.#stopMessageTimer?.();
    this.#stopMessageTimer = undefined;
    const { bytes, start, end } = this.#reader;
    const answered = this.#session.answer(readRequest(bytes, start, end));
    if (!(answered instanceof Promise)) {
      this.#reply(answered);
      return;
    }
    this.#isBusy = true;
    answered.then(
      (response) => {
        this.#isBusy = false;
        this.#reply(response);
        this.#work();
      },
      (caught: unknown) => this.finish(toSdkError(caught)),
    );
  }

  #reply(response: SignalingResponse): void {
    this.#replies.push(response);
    this.#planFlush();
  }

  #sayGoodbye(): void {
    const isCutOff = this.#reader.hasRest;
    this.finish(isCutOff ? new SdkError('internal', 'the last message ends before its length is reached') : undefined);
  }

  /** Whatever else happens in this turn goes out together. */
  #planFlush(): void {
    if (this.#isFlushPlanned || this.#isFull || this.#isOver) return;
    this.#isFlushPlanned = true;
    atEndOfTurn(this);
  }

  #flush(): void {
    this.#write(MAX_WRITE_BYTES);
    const isHeldUp = !this.#isOver && !this.#isBusy && this.#stream.isPaused();
    if (isHeldUp && this.#replies.length < MAX_WAITING_REPLIES) this.#work();
  }

  /** Hands over what waits, until the stream is full; all of it, if there is no limit to a write. */
  #write(maxBytes: number): void {
    while (!this.#isOver && (!this.#isFull || maxBytes === Number.POSITIVE_INFINITY)) {
      if (!this.#fill(maxBytes)) return;
      this.#isFull = !this.#stream.write(writer.finish());
    }
  }

  /** Writes down what waits, replies first. @returns whether there was anything */
  #fill(maxBytes: number): boolean {
    while (writer.length < maxBytes) {
      const reply = this.#replies.shift();
      if (!reply) break;
      writeResponse(writer, reply);
    }
    while (writer.length < maxBytes) {
      const notification = this.#session.take();
      if (!notification) break;
      writeNews(writer, notification);
    }
    return writer.length > 0;
  }

  #over(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.#stopTimer();
    this.#stopMessageTimer?.();
    this.#session.close();
    this.#options.onClose();
  }
}

/** Refuses a call before it began: the status is in the header already ("Trailers-Only"). */
export function refuseCall(stream: ServerHttp2Stream, contentType: string, error: SdkError): void {
  if (stream.destroyed || stream.closed) return;
  stream.respond({ ':status': 200, 'content-type': contentType, ...statusFields(error) }, { endStream: true });
  if (!stream.readableEnded) setImmediate(() => stream.close(constants.NGHTTP2_NO_ERROR));
}

/** Sends the last fields. A client that goes on sending is told that nobody reads it. */
function endStream(stream: ServerHttp2Stream, fields: OutgoingHttpHeaders): void {
  stream.sendTrailers(fields);
  if (!stream.readableEnded) setImmediate(() => stream.close(constants.NGHTTP2_NO_ERROR));
}
