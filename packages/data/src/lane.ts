import { Disposables, SdkError, SerialQueue, withDeadline } from '@remotemedia/base';

/** Messages as peers exchange them: text as string, anything else as bytes. */
export type LaneMessage = string | Uint8Array;

/** How a lane delivers. */
export type LaneMode = 'reliable' | 'unreliable';

/** The stream id that both sides agree on, so the channel opens without a further round trip (RFC 8832 §4). */
const CHANNEL_ID = 0;
/** Label of the channel; for people who look at statistics. */
const CHANNEL_LABEL = 'remotemedia';
/** A sender waits while more than this is buffered. */
const HIGH_WATER_BYTES = 262_144;
/** A waiting sender goes on when no more than this is buffered. */
const LOW_WATER_BYTES = 65_536;

/** Most messages that wait at one time for the lane to open or to drain. */
const MAX_WAITING = 1_024;

/** What a {@link Lane} tells its owner. */
export interface LaneListener {
  /** The lane can be used. */
  readonly onOpen: () => void;
  /** A message came. */
  readonly onMessage: (message: LaneMessage) => void;
  /** The other side ended the connection. */
  readonly onClose: () => void;
}

/** Messages to and from one peer over an `RTCDataChannel`; owns the channel. */
export class Lane {
  readonly #channel: RTCDataChannel;
  readonly #sctp: () => RTCSctpTransport | null;
  readonly #queue = new SerialQueue();
  readonly #life = new AbortController();
  readonly #opened: Promise<void>;

  /** Makes the channel; call {@link Lane.listen} before the connection is negotiated. */
  constructor(connection: RTCPeerConnection, mode: LaneMode) {
    const delivery = mode === 'unreliable' ? { ordered: false, maxRetransmits: 0 } : { ordered: true };
    this.#channel = connection.createDataChannel(CHANNEL_LABEL, { negotiated: true, id: CHANNEL_ID, ...delivery });
    this.#sctp = () => connection.sctp;
    this.#channel.binaryType = 'arraybuffer';
    this.#channel.bufferedAmountLowThreshold = LOW_WATER_BYTES;
    this.#opened = new Promise((resolve) => this.#channel.addEventListener('open', () => resolve(), { once: true }));
  }

  /** Tells `listener` what happens from now on. */
  listen(listener: LaneListener): void {
    this.#channel.onopen = listener.onOpen;
    this.#channel.onclose = listener.onClose;
    this.#channel.onmessage = ({ data }: MessageEvent<string | ArrayBuffer>) =>
      listener.onMessage(typeof data === 'string' ? data : new Uint8Array(data));
  }

  /** Whether messages can be sent. */
  get isOpen(): boolean {
    return this.#channel.readyState === 'open';
  }

  /**
   * Sends a message after those before it, once the lane is open; resolves when the browser has taken it, which it
   * does once no more than 64 KiB wait in front of it.
   *
   * @throws {SdkError} `out-of-range` when the message is longer than the other side accepts, `resource-exhausted` when
   *   1024 messages wait already, `cancelled` when the lane is closed or `signal` aborts before the message's turn
   */
  async send(message: LaneMessage, signal?: AbortSignal): Promise<void> {
    if (this.#queue.size >= MAX_WAITING) {
      throw new SdkError('resource-exhausted', `${MAX_WAITING} messages wait already; await send() before the next`);
    }
    const ends = signal ? AbortSignal.any([signal, this.#life.signal]) : this.#life.signal;
    await this.#queue.run(async () => {
      if (!this.isOpen) await withDeadline(() => this.#opened, { signal: ends });
      this.#checkSize(message);
      await this.#headroom(ends);
      this.#checkOpen();
      if (typeof message === 'string') this.#channel.send(message);
      else this.#channel.send(message as Uint8Array<ArrayBuffer>);
    });
  }

  /** Ends the lane; those who wait get `cancelled`. Calling it again does nothing. */
  close(): void {
    const reason = new SdkError('cancelled', 'the connection was closed');
    this.#queue.close(reason);
    this.#life.abort(reason);
    this.#channel.onopen = this.#channel.onclose = this.#channel.onmessage = null;
    this.#channel.close();
  }

  #checkOpen(): void {
    if (this.isOpen) return;
    throw new SdkError('cancelled', `the data channel is ${this.#channel.readyState}`);
  }

  #checkSize(message: LaneMessage): void {
    const maxBytes = this.#sctp()?.maxMessageSize ?? Number.POSITIVE_INFINITY;
    // Three bytes of UTF-8 at the most for each UTF-16 code unit: only a long text must be measured.
    const longest = typeof message === 'string' ? message.length * 3 : message.byteLength;
    if (longest <= maxBytes) return;
    const sizeBytes = typeof message === 'string' ? new TextEncoder().encode(message).byteLength : message.byteLength;
    if (sizeBytes <= maxBytes) return;
    throw new SdkError('out-of-range', `a message of ${sizeBytes} bytes is too long: this peer accepts ${maxBytes}`);
  }

  async #headroom(ends: AbortSignal): Promise<void> {
    if (this.#channel.bufferedAmount <= HIGH_WATER_BYTES && !ends.aborted) return;
    const undo = new Disposables();
    const drained = new Promise<void>((resolve) => {
      for (const name of ['bufferedamountlow', 'close'] as const) undo.listen(this.#channel, name, () => resolve());
    });
    await withDeadline(() => drained, { signal: ends }).finally(() => undo.dispose());
  }
}
