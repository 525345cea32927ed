import { type Clock, Disposables, Emitter, SdkError, systemClock, withDeadline } from '@remotemedia/base';
import type { DataBufferInit } from './framing/data-buffer-types.ts';
import { fewReceipts, receipt } from './framing/fragment.ts';
import type { Frame } from './framing/frame.ts';
import type { BufferMessage, Framing } from './framing/framing.ts';
import { loadFraming } from './framing/load-framing.ts';
import { nativeFraming } from './framing/native.ts';
import { Inbox } from './inbox.ts';
import { type LaneMessage, MAX_TAG_LENGTH, messageOf, POST_MARK, type Sendable } from './lane-message.ts';
import type { DataLaneEvents, DataLaneOptions, LaneSendOptions } from './lane-options.ts';
import type { LaneStats } from './lane-stats.ts';
import { FreshOutbox, type LaneDrop } from './outbox/fresh-outbox.ts';
import type { Outbox } from './outbox/outbox.ts';
import { ReliableOutbox } from './outbox/reliable-outbox.ts';
import { SendWindow } from './outbox/send-window.ts';
import { WaterMarks } from './outbox/water-marks.ts';

/** Longest message that is sent or taken unless told otherwise: `MAX_MESSAGE_SIZE` of RemoteMedia's Rust peers. */
const MAX_MESSAGE_BYTES = 16_777_216;
/** What a peer takes that does not say it (RFC 8841 §6.1). */
const DEFAULT_FRAME_BYTES = 65_536;
/**
 * Most bytes of a frame even where the peer takes more: longer ones are slower and keep other messages waiting. Pieces
 * of 64 KiB, which are common, go in one with their header.
 */
const MOST_FRAME_BYTES = 66_048;
/** Least bytes of a frame where the peer takes more. */
const LEAST_FRAME_BYTES = 16_384;
/** Most bytes that an unreliable lane leaves to the platform, where they can no longer be dropped. */
const FRESH_BUFFER_BYTES = 16_384;

/** Messages to and from one peer over an `RTCDataChannel`, which it owns. */
export class DataLane extends Emitter<DataLaneEvents> {
  readonly #channel: RTCDataChannel;
  readonly #options: DataLaneOptions;
  readonly #clock: Clock;
  readonly #marks = new WaterMarks();
  readonly #window: SendWindow | undefined;
  readonly #undo = new Disposables();
  readonly #inbox: Inbox;
  readonly #outbox: Outbox;
  readonly #opened: Promise<void>;
  readonly #loading: Promise<void> | undefined;
  #framing: Framing | undefined;
  #onOpened: () => void = () => {};
  #onFailed: (reason: SdkError) => void = () => {};
  #closed: SdkError | undefined;
  #isFull = false;
  #isReady = false;
  #hasAskedForFew = false;
  readonly #counts = { messagesSent: 0, bytesSent: 0, droppedByAge: 0, droppedBySize: 0 };

  constructor(channel: RTCDataChannel, options: DataLaneOptions) {
    super();
    const { delivery, framing = 'native', clock = systemClock, largestMessageBytes = MAX_MESSAGE_BYTES } = options;
    this.#channel = channel;
    this.#options = options;
    this.#clock = clock;
    // Peers that speak another framing give no receipts.
    if (delivery.mode === 'reliable' && framing === 'native') this.#window = new SendWindow();
    this.#opened = new Promise((resolve, reject) => {
      this.#onOpened = resolve;
      this.#onFailed = reject;
    });
    // Whoever waits hears of it; a lane that nobody waits for must not be an unhandled rejection.
    this.#opened.catch(() => {});
    this.#inbox = new Inbox(clock, largestMessageBytes, {
      onMessage: (message) => this.#onMessage(message),
      onFault: (error) => this.emit('fault', error),
      onReceiptDue: (totalBytes) => this.#giveReceipt(totalBytes),
      onReceipt: (totalBytes) => this.#onReceipt(totalBytes),
    });
    const sink = {
      hasRoom: () => this.#hasRoom(),
      frameBytes: () => this.#frameBytes(),
      write: (frame: Frame, isLast: boolean) => this.#write(frame, isLast),
    };
    this.#outbox =
      delivery.mode === 'reliable'
        ? new ReliableOutbox(sink, largestMessageBytes, framing === 'native')
        : new FreshOutbox(sink, clock, delivery, (drop) => this.#onDrop(drop));
    if (framing === 'native') this.#use(nativeFraming);
    else this.#loading = this.#load(framing);
    this.#listen();
  }

  /** The channel's name. */
  get label(): string {
    return this.#channel.label;
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return this.#channel.readyState === 'open' && this.#framing !== undefined && !this.#closed;
  }

  /** What it did so far and how it stands. */
  get stats(): LaneStats {
    return {
      ...this.#counts,
      messagesReceived: this.#inbox.messages,
      bytesReceived: this.#inbox.bytes,
      malformed: this.#inbox.malformed,
      waiting: this.#outbox.waiting,
      bufferedBytes: this.#channel.bufferedAmount,
      windowBytes: this.#window?.bytes,
      shortestTripMs: this.#window?.shortestMs,
      highMarkBytes: this.#highBytes,
      lowMarkBytes: this.#highBytes / 2,
    };
  }

  /** Resolves once messages can be sent. @throws {SdkError} why they never will, or `cancelled` by `signal` */
  whenOpen(signal?: AbortSignal): Promise<void> {
    return withDeadline(() => this.#opened, { signal });
  }

  /**
   * Sends a message. On a reliable lane it goes after those before it and may be of any size up to the largest; only
   * one of more than 64 KiB, which travels in parts, can be overtaken, and only by messages of another tag. It
   * resolves when the platform has taken all of it; until then bytes must stay as they are. On an unreliable lane
   * nobody waits: it resolves at once, and what cannot be sent soon is dropped and counted.
   *
   * @throws {SdkError} `invalid-argument` for a tag or a value that cannot be sent, `out-of-range` when the message is
   *   too long for the lane, `resource-exhausted` when 1024 messages wait already, `cancelled` when `signal` aborts
   *   before its turn, `unavailable` when the other side ends the lane, or what was given to {@link DataLane.close}
   */
  async send(data: Sendable, { signal, tag }: LaneSendOptions = {}): Promise<void> {
    if (tag !== undefined && (tag.length === 0 || tag.length > MAX_TAG_LENGTH || tag.startsWith(POST_MARK))) {
      throw new SdkError(
        'invalid-argument',
        `a tag has 1 to ${MAX_TAG_LENGTH} characters and does not begin with U+0000; ${JSON.stringify(tag)} came`,
      );
    }
    return this.#send(messageOf(data, tag), signal);
  }

  /** Sends a message that only parts of this SDK see: it comes out as `post`. Throws like {@link DataLane.send}. */
  async post(data: Sendable, tag: string, signal?: AbortSignal): Promise<void> {
    return this.#send(messageOf(data, POST_MARK + tag), signal);
  }

  /**
   * Sends a buffer of a pipeline that is no text, JSON or bytes (audio, say) over a lane with framing `data-buffer`.
   * Throws like {@link DataLane.send}; `failed-precondition` on any other lane.
   */
  async sendBuffer(buffer: DataBufferInit, signal?: AbortSignal): Promise<void> {
    return this.#send({ kind: 'buffer', data: buffer }, signal);
  }

  /** Ends the lane; those who wait get `reason`. Calling it again does nothing. */
  close(reason: SdkError = new SdkError('cancelled', 'the lane was closed')): void {
    if (this.#closed) return;
    this.#closed = reason;
    this.#undo.dispose();
    this.#outbox.close(reason);
    this.#inbox.close();
    this.#onFailed(reason);
    this.#channel.close();
    this.emit('close', reason);
    this.removeAllListeners();
  }

  async #send(message: LaneMessage | BufferMessage<DataBufferInit>, signal: AbortSignal | undefined): Promise<void> {
    if (!this.#framing) await this.#loading;
    if (!this.#framing || this.#closed) throw this.#closed ?? new SdkError('internal', 'the lane has no framing');
    const outgoing = this.#framing.encode(message, this.#frameBytes());
    await this.#outbox.add(outgoing, { signal, tag: 'tag' in message ? message.tag : undefined });
  }

  #listen(): void {
    const channel = this.#channel;
    channel.binaryType = 'arraybuffer';
    channel.bufferedAmountLowThreshold = this.#highBytes / 2;
    this.#undo.listen(channel, 'open', () => this.#onReady());
    this.#undo.listen(channel, 'bufferedamountlow', () => this.#onLow());
    this.#undo.listen(channel, 'message', (event) => this.#inbox.take((event as MessageEvent).data));
    this.#undo.listen(channel, 'close', () =>
      this.close(new SdkError('unavailable', `the other side ended the data channel ${JSON.stringify(this.label)}`)),
    );
    // Not at once: whoever made the lane has not had the time to listen.
    queueMicrotask(() => this.#onReady());
  }

  async #load(name: 'data-buffer' | 'envelope'): Promise<void> {
    try {
      this.#use(await loadFraming(name));
      // Those who waited to send have their turn before those who hear that it is open.
      queueMicrotask(() => queueMicrotask(() => this.#onReady()));
    } catch (error) {
      this.close(SdkError.from(error, 'unavailable'));
    }
  }

  #use(framing: Framing): void {
    this.#framing = framing;
    this.#inbox.start(framing);
  }

  #onReady(): void {
    if (!this.isOpen || this.#isReady) return;
    this.#isReady = true;
    this.#onOpened();
    this.emit('open');
    this.#outbox.pump();
  }

  #onMessage(message: LaneMessage | BufferMessage): void {
    const tag = message.kind === 'buffer' ? undefined : message.tag;
    if (message.kind === 'buffer') this.emit('buffer', message.data);
    else if (tag?.startsWith(POST_MARK)) this.emit('post', { ...message, tag: tag.slice(1) });
    else this.emit('message', message);
  }

  #onDrop(drop: LaneDrop): void {
    this.#counts[drop.reason === 'age' ? 'droppedByAge' : 'droppedBySize'] += 1;
    this.emit('drop', drop);
  }

  #onLow(): void {
    if (this.#isFull) this.#marks.refill(this.#channel.bufferedAmount);
    this.#isFull = false;
    this.#channel.bufferedAmountLowThreshold = this.#highBytes / 2;
    this.#outbox.pump();
  }

  get #highBytes(): number {
    return this.#options.delivery.mode === 'reliable' ? this.#marks.highBytes : FRESH_BUFFER_BYTES;
  }

  #giveReceipt(totalBytes: number): void {
    if (this.#window && this.isOpen) this.#channel.send(receipt(totalBytes));
  }

  #onReceipt(totalBytes: number): void {
    if (!this.#window?.acked(totalBytes, this.#clock.now())) {
      this.emit('fault', new SdkError('invalid-argument', 'a receipt came for more than was sent'));
      return;
    }
    if (this.#window.isNear && !this.#hasAskedForFew && this.isOpen) {
      this.#hasAskedForFew = true;
      this.#channel.send(fewReceipts());
    }
    this.#outbox.pump();
  }

  #hasRoom(): boolean {
    if (!this.isOpen || this.#window?.hasRoom() === false) return false;
    if (this.#channel.bufferedAmount <= this.#highBytes) return true;
    this.#isFull = true;
    return false;
  }

  /** Most bytes of a frame: what the peer takes; on a reliable lane no more than is good for those behind it. */
  #frameBytes(): number {
    const maxBytes = this.#options.maxMessageBytes() ?? DEFAULT_FRAME_BYTES;
    const limitBytes = Math.min(
      maxBytes || Number.POSITIVE_INFINITY,
      this.#framing?.maxBytes ?? Number.POSITIVE_INFINITY,
    );
    if (this.#options.delivery.mode === 'unreliable') return limitBytes;
    // On a slow way a long frame would fill the window all by itself.
    const windowBytes = this.#window?.bytes ?? Number.POSITIVE_INFINITY;
    return Math.min(limitBytes, Math.max(LEAST_FRAME_BYTES, Math.min(windowBytes / 2, MOST_FRAME_BYTES)));
  }

  #write(frame: Frame, isLast: boolean): void {
    const bufferedBytes = this.#channel.bufferedAmount;
    try {
      // One call for each of the platform's signatures.
      if (typeof frame === 'string') this.#channel.send(frame);
      else this.#channel.send(frame);
    } catch (cause) {
      throw new SdkError('unavailable', `the data channel did not take the message: ${String(cause)}`, { cause });
    }
    this.#counts.bytesSent += frame.length;
    this.#window?.sent(frame.length, this.#clock.now(), bufferedBytes);
    if (isLast) this.#counts.messagesSent += 1;
  }
}
