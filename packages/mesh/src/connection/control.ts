import { Emitter, SdkError, type Undo } from '@remotemedia/base';
import type { JsonValue } from '@remotemedia/data';

/** Longest message with its topic, in bytes of UTF-8. */
const MAX_MESSAGE_BYTES = 16_384;
/** Longest topic, in characters. */
const MAX_TOPIC_LENGTH = 64;
/** A message is dropped while more than this waits in front of it. */
const MAX_BUFFERED_BYTES = 262_144;

/** Small messages between the SDKs of two peers. Those of one topic do not disturb those of another. */
export interface ControlPort {
  /**
   * Sends a message, best effort: it is dropped while there is no connection or much waits already; else it arrives
   * once and in order.
   *
   * @param topic whom it is for, 1–64 characters
   * @param body at most 16 KiB as JSON
   * @throws {SdkError} `invalid-argument` for a topic of another length, `out-of-range` for a longer body
   */
  send(topic: string, body: JsonValue): void;
  /** Calls `listener` at each message of a topic until the returned function is called. A peer may send anything. */
  on(topic: string, listener: (body: JsonValue) => void): Undo;
}

/** A {@link ControlPort} over the data channels of a peer's connections, one after another; owns none of them. */
export class Control extends Emitter<Record<string, JsonValue>> implements ControlPort {
  #channel: RTCDataChannel | undefined;

  /** Uses this channel from now on, and no other. */
  use(channel: RTCDataChannel | undefined): void {
    if (this.#channel) this.#channel.onmessage = null;
    this.#channel = channel;
    if (channel) channel.onmessage = ({ data }: MessageEvent<unknown>) => this.#receive(data);
  }

  send(topic: string, body: JsonValue): void {
    if (!isTopic(topic)) throw new SdkError('invalid-argument', `a topic must have 1–${MAX_TOPIC_LENGTH} characters`);
    const text = JSON.stringify([topic, body]);
    const channel = this.#channel;
    if (!fits(text))
      throw new SdkError('out-of-range', `"${topic}" must be at most ${MAX_MESSAGE_BYTES} bytes of JSON`);
    if (channel?.readyState === 'open' && channel.bufferedAmount <= MAX_BUFFERED_BYTES) channel.send(text);
  }

  /** Forgets the channel and every listener. */
  close(): void {
    this.use(undefined);
    this.removeAllListeners();
  }

  #receive(data: unknown): void {
    const message = typeof data === 'string' && fits(data) ? parse(data) : undefined;
    // What is no message of ours is nobody's.
    if (message) this.emit(...message);
  }
}

function parse(text: string): [string, JsonValue] | undefined {
  try {
    const message: unknown = JSON.parse(text);
    if (Array.isArray(message) && message.length === 2 && isTopic(message[0])) return message as [string, JsonValue];
  } catch {}
  return undefined;
}

function isTopic(topic: unknown): topic is string {
  return typeof topic === 'string' && topic.length > 0 && topic.length <= MAX_TOPIC_LENGTH;
}

function fits(text: string): boolean {
  // Three bytes of UTF-8 at the most for each UTF-16 code unit: only a long text must be measured.
  if (text.length * 3 <= MAX_MESSAGE_BYTES) return true;
  return text.length <= MAX_MESSAGE_BYTES && new TextEncoder().encode(text).byteLength <= MAX_MESSAGE_BYTES;
}
