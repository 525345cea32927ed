import type { Clock, Undo } from '@remotemedia/base';

/** What a data channel sends. */
type Sendable = string | Blob | ArrayBuffer | ArrayBufferView<ArrayBuffer>;

/** How often held messages go on when the way is slow, in milliseconds. */
const STEP_MS = 50;
/** Most bytes of incoming messages that are held; a channel whose other end sends more is closed. */
const MOST_HELD_BYTES = 64 * 1024 * 1024;

/**
 * A gate in a data channel: closed or narrow, nothing is lost, and whoever sends sees `bufferedAmount` grow as it would on
 * a way that is cut or slow. Made before anybody listens on the channel, it holds what comes in, too.
 */
export class ChannelGate {
  readonly #channel: RTCDataChannel;
  readonly #clock: Clock;
  readonly #send: (data: Sendable) => void;
  readonly #real: PropertyDescriptor | undefined;
  #outgoing: { readonly data: Sendable; readonly bytes: number }[] = [];
  #incoming: unknown[] = [];
  #heldBytes = 0;
  #incomingBytes = 0;
  /** Holds that go on, with what each lets through a second. */
  readonly #holds = new Set<{ readonly bytesPerSecond: number }>();
  #isPassing = false;

  /** @param channel stays the caller's */
  constructor(channel: RTCDataChannel, clock: Clock) {
    this.#channel = channel;
    this.#clock = clock;
    this.#send = channel.send.bind(channel) as (data: Sendable) => void;
    this.#real = Object.getOwnPropertyDescriptor(RTCDataChannel.prototype, 'bufferedAmount');
    Object.defineProperty(channel, 'send', { configurable: true, value: (data: Sendable) => this.#take(data) });
    Object.defineProperty(channel, 'bufferedAmount', {
      configurable: true,
      get: () => this.#buffered() + this.#heldBytes,
    });
    channel.addEventListener('message', (event) => this.#onMessage(event));
    // The browser has passed on what it had, and does not know that there is more.
    channel.addEventListener('bufferedamountlow', (event) => {
      if (this.#heldBytes > channel.bufferedAmountLowThreshold) event.stopImmediatePropagation();
    });
  }

  /** Lets `bytesPerSecond` through, or nothing in either direction, until the returned function is called. */
  hold(bytesPerSecond = 0): Undo {
    const hold = { bytesPerSecond };
    this.#holds.add(hold);
    let stop: Undo = () => {};
    let credit = 0;
    const step = () => {
      // What was saved up in a pause is no more than one step's worth, or one message.
      credit = Math.min(credit, 0) + (bytesPerSecond * STEP_MS) / 1_000;
      while (credit > 0 && this.#outgoing.length > 0 && !this.#isShut) credit -= this.#release();
      stop = this.#clock.after(STEP_MS, step);
    };
    if (bytesPerSecond > 0) step();
    return () => {
      if (!this.#holds.delete(hold)) return;
      stop();
      if (!this.#isShut) this.#letIn();
      if (this.#holds.size === 0) while (this.#outgoing.length > 0) this.#release();
    };
  }

  get #isShut(): boolean {
    return [...this.#holds].some(({ bytesPerSecond }) => bytesPerSecond === 0);
  }

  #letIn(): void {
    const incoming = this.#incoming;
    this.#incoming = [];
    this.#incomingBytes = 0;
    this.#isPassing = true;
    for (const data of incoming) this.#channel.dispatchEvent(new MessageEvent('message', { data }));
    this.#isPassing = false;
  }

  #take(data: Sendable): void {
    // The real one says what is wrong with a channel that is not open.
    if (this.#holds.size === 0 || this.#channel.readyState !== 'open') {
      this.#send(data);
      return;
    }
    const bytes = sizeOf(data);
    this.#outgoing.push({ data: copyOf(data), bytes });
    this.#heldBytes += bytes;
  }

  /** Sends the oldest message that is held. @returns its bytes */
  #release(): number {
    const next = this.#outgoing.shift();
    if (!next) return 0;
    this.#heldBytes -= next.bytes;
    const { bufferedAmountLowThreshold: threshold, bufferedAmount, readyState } = this.#channel;
    if (readyState === 'open') this.#send(next.data);
    const wasAbove = bufferedAmount + next.bytes > threshold;
    if (wasAbove && this.#heldBytes <= threshold) this.#channel.dispatchEvent(new Event('bufferedamountlow'));
    return next.bytes;
  }

  #onMessage(event: MessageEvent): void {
    if (!this.#isShut || this.#isPassing) return;
    event.stopImmediatePropagation();
    this.#incoming.push(event.data);
    this.#incomingBytes += sizeOf(event.data as Sendable);
    if (this.#incomingBytes > MOST_HELD_BYTES) this.#channel.close();
  }

  #buffered(): number {
    const value: unknown = this.#real?.get?.call(this.#channel);
    return typeof value === 'number' ? value : 0;
  }
}

function sizeOf(data: Sendable): number {
  if (typeof data === 'string') return new TextEncoder().encode(data).length;
  return data instanceof Blob ? data.size : data.byteLength;
}

/** A channel takes a copy, so whoever sends may use its bytes again. */
function copyOf(data: Sendable): Sendable {
  if (typeof data === 'string' || data instanceof Blob) return data;
  if (data instanceof ArrayBuffer) return data.slice(0);
  return data.buffer.slice(data.byteOffset, data.byteOffset + data.byteLength);
}
