import { type Frame, join, type Outgoing } from './frame.ts';

/** First byte of the frame that begins a message in fragments: then its number and its size, four bytes each. */
export const FIRST_FRAGMENT = 3;
/** First byte of a frame that goes on with one: then its number. Without content it takes the message back. */
export const NEXT_FRAGMENT = 4;
/** First byte of the frame that tells how many bytes have come on this lane, modulo 2³². */
const RECEIPT = 5;
/** The one byte of the frame that says: we are near each other, and few receipts are enough. */
const FEW_RECEIPTS = 6;
/** Bytes before the content of a first fragment. */
export const FIRST_HEADER_BYTES = 9;
/** Bytes before the content of a next fragment. */
export const NEXT_HEADER_BYTES = 5;

/** Cuts a message into frames. */
export class Cutter {
  readonly #id: number;
  readonly #message: Outgoing & { readonly body: Uint8Array };
  #sentBytes = 0;

  constructor(id: number, message: Outgoing & { readonly body: Uint8Array }) {
    this.#id = id;
    this.#message = message;
  }

  /** Whether a part of the message was sent. */
  get isBegun(): boolean {
    return this.#sentBytes > 0;
  }

  /** Whether all of the message was sent. */
  get isDone(): boolean {
    return this.#sentBytes >= this.#message.body.byteLength;
  }

  /** The next frame, of at most `frameBytes`. */
  next(frameBytes: number): Uint8Array<ArrayBuffer> {
    const { header = new Uint8Array(), body, sizeBytes } = this.#message;
    const isFirst = this.#sentBytes === 0;
    const start = isFirst
      ? join(numbers(FIRST_FRAGMENT, this.#id, sizeBytes), header)
      : numbers(NEXT_FRAGMENT, this.#id);
    const part = body.subarray(this.#sentBytes, this.#sentBytes + frameBytes - start.byteLength);
    this.#sentBytes += part.byteLength;
    return join(start, part);
  }

  /** The frame that takes the message back. */
  abandon(): Uint8Array<ArrayBuffer> {
    return numbers(NEXT_FRAGMENT, this.#id);
  }
}

/** The frame that tells how many bytes have come. */
export function receipt(totalBytes: number): Uint8Array<ArrayBuffer> {
  return numbers(RECEIPT, totalBytes);
}

/** Whether a frame is a receipt. */
export function isReceipt(frame: Frame): frame is Uint8Array<ArrayBuffer> {
  return typeof frame !== 'string' && frame[0] === RECEIPT && frame.byteLength === NEXT_HEADER_BYTES;
}

/** The frame that asks for fewer receipts. */
export function fewReceipts(): Uint8Array<ArrayBuffer> {
  return Uint8Array.of(FEW_RECEIPTS);
}

/** Whether a frame asks for fewer receipts. */
export function asksForFewReceipts(frame: Frame): boolean {
  return typeof frame !== 'string' && frame[0] === FEW_RECEIPTS && frame.byteLength === 1;
}

/** The bytes of which it tells. */
export function totalIn(frame: Uint8Array<ArrayBuffer>): number {
  return new DataView(frame.buffer, frame.byteOffset).getUint32(1);
}

function numbers(kind: number, ...values: readonly number[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(1 + 4 * values.length);
  const view = new DataView(bytes.buffer);
  bytes[0] = kind;
  for (const [index, value] of values.entries()) view.setUint32(1 + 4 * index, value);
  return bytes;
}
