import { isUtf8 } from 'node:buffer';
import { isCloseCode, NO_CODE, NOT_UTF8, PROTOCOL_ERROR, TOO_LONG } from './close-codes.ts';
import { GrowingBuffer } from './growing-buffer.ts';
import { unmask } from './unmask.ts';

/** What {@link FrameReader.next} found. */
export type FrameKind = 'text' | 'binary' | 'ping' | 'pong' | 'close' | 'fault';

const CONTINUATION = 0x0;
const TEXT = 0x1;
const BINARY = 0x2;
const CLOSE = 0x8;
const PING = 0x9;
const PONG = 0xa;
const FIN = 0x80;
const RESERVED = 0x70;
const MASKED = 0x80;
const CONTROL_MAX_BYTES = 125;

const NOTHING: Buffer = Buffer.alloc(0);

/**
 * Takes the frames of a client apart (RFC 6455 §5), wherever the chunks that they come in end. Holds one message at
 * the most, and never more than its limit. Reads nothing more after a close frame or a fault.
 */
export class FrameReader {
  readonly #maxBytes: number;
  /** What is read now. */
  #data = NOTHING;
  #at = 0;
  /** The beginning of a frame whose end has not come. */
  #kept: GrowingBuffer | undefined;
  /** Bytes that the next frame has at the least, as far as is known. */
  #needed = 2;
  /** A message that comes in several frames, without its last. */
  #fragments: GrowingBuffer | undefined;
  #isTextInFragments = false;
  #isOver = false;
  #text = '';
  #payload = NOTHING;
  #code = NO_CODE;

  /** @param maxBytes longest message, in bytes */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The text of the latest `text`. */
  get text(): string {
    return this.#text;
  }

  /** The bytes of the latest `binary` or `ping`; good until the next chunk. */
  get payload(): Buffer {
    return this.#payload;
  }

  /** The code of the latest `close`, or the one with which to close after a `fault`. */
  get code(): number {
    return this.#code;
  }

  /** Adds what came. The chunk is changed: masks are taken off in place. */
  push(chunk: Buffer): void {
    if (this.#isOver) return;
    // What was not read yet waits, too.
    this.#keepRest();
    if (!this.#kept) {
      this.#data = chunk;
      return;
    }
    this.#kept.add(chunk);
    if (this.#kept.sizeBytes < this.#needed) return;
    this.#data = this.#kept.bytes;
    this.#kept = undefined;
  }

  /** Reads the next frame that means something; `undefined` when none is complete. */
  next(): FrameKind | undefined {
    while (!this.#isOver && this.#at < this.#data.length) {
      const before = this.#at;
      const kind = this.#readFrame();
      if (kind !== undefined) return kind;
      if (this.#at === before) this.#keepRest();
    }
    return undefined;
  }

  /** Reads one frame, if it is complete; moves on only then. */
  #readFrame(): FrameKind | undefined {
    const data = this.#data;
    const at = this.#at;
    const available = data.length - at;
    if (available < 2) return this.#wait(2);
    const first = data[at] ?? 0;
    const second = data[at + 1] ?? 0;
    let size = second & 127;
    let start = at + 6;
    if (size === 126) {
      if (available < 4) return this.#wait(4);
      size = data.readUInt16BE(at + 2);
      start = at + 8;
    } else if (size === 127) {
      if (available < 10) return this.#wait(10);
      size = data.readUInt32BE(at + 2) === 0 ? data.readUInt32BE(at + 6) : Number.POSITIVE_INFINITY;
      start = at + 14;
    }
    const fault = this.#faultOf(first, second, size);
    if (fault !== undefined) return this.#fail(fault);
    const end = start + size;
    if (end > data.length) return this.#wait(end - at);
    unmask(data, start - 4, start, end);
    this.#at = end;
    this.#needed = 2;
    return this.#take(first, start, end);
  }

  #faultOf(first: number, second: number, size: number): number | undefined {
    const opcode = first & 15;
    if ((first & RESERVED) !== 0 || (second & MASKED) === 0) return PROTOCOL_ERROR;
    if (opcode >= CLOSE) {
      return opcode > PONG || size > CONTROL_MAX_BYTES || (first & FIN) === 0 ? PROTOCOL_ERROR : undefined;
    }
    if (opcode > BINARY || (opcode === CONTINUATION) !== (this.#fragments !== undefined)) return PROTOCOL_ERROR;
    return size + (this.#fragments?.sizeBytes ?? 0) > this.#maxBytes ? TOO_LONG : undefined;
  }

  #take(first: number, start: number, end: number): FrameKind | undefined {
    const data = this.#data;
    switch (first & 15) {
      case PING:
        this.#payload = data.subarray(start, end);
        return 'ping';
      case PONG:
        return 'pong';
      case CLOSE:
        return this.#takeClose(data.subarray(start, end));
      case TEXT:
        if ((first & FIN) !== 0) return this.#takeText(data, start, end);
        break;
      case BINARY:
        if ((first & FIN) !== 0) return this.#takeBinary(data.subarray(start, end));
        break;
      default:
    }
    return this.#takeFragment(first, data.subarray(start, end));
  }

  #takeFragment(first: number, part: Buffer): FrameKind | undefined {
    const opcode = first & 15;
    if (opcode !== CONTINUATION) this.#isTextInFragments = opcode === TEXT;
    const whole = this.#fragments ?? new GrowingBuffer();
    whole.add(part);
    this.#fragments = whole;
    if ((first & FIN) === 0) return undefined;
    this.#fragments = undefined;
    const { bytes } = whole;
    return this.#isTextInFragments ? this.#takeText(bytes, 0, bytes.length) : this.#takeBinary(bytes);
  }

  #takeText(data: Buffer, start: number, end: number): FrameKind {
    const text = data.toString('utf8', start, end);
    // What is not UTF-8 is decoded to this character; texts may have it, too.
    if (text.includes('\ufffd') && !isUtf8(data.subarray(start, end))) return this.#fail(NOT_UTF8);
    this.#text = text;
    return 'text';
  }

  #takeBinary(data: Buffer): FrameKind {
    this.#payload = data;
    return 'binary';
  }

  #takeClose(payload: Buffer): FrameKind {
    if (payload.length === 1) return this.#fail(PROTOCOL_ERROR);
    const code = payload.length === 0 ? NO_CODE : payload.readUInt16BE(0);
    if (payload.length > 0 && !isCloseCode(code)) return this.#fail(PROTOCOL_ERROR);
    if (!isUtf8(payload.subarray(2))) return this.#fail(NOT_UTF8);
    this.#end(code);
    return 'close';
  }

  #fail(code: number): FrameKind {
    this.#end(code);
    return 'fault';
  }

  #end(code: number): void {
    this.#isOver = true;
    this.#code = code;
    this.#data = NOTHING;
    this.#kept = undefined;
    this.#fragments = undefined;
  }

  #wait(needed: number): undefined {
    this.#needed = needed;
  }

  /** Copies what cannot be read yet, so that the chunk it came in can go. */
  #keepRest(): void {
    if (this.#at < this.#data.length) {
      this.#kept ??= new GrowingBuffer();
      this.#kept.add(this.#data.subarray(this.#at));
    }
    this.#data = NOTHING;
    this.#at = 0;
  }
}
