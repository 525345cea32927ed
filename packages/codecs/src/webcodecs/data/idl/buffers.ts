import { describe } from './dictionaries.ts';
import { dataClone } from './exceptions.ts';

const byteLengthOfBuffer = getterOf(ArrayBuffer.prototype, 'byteLength');
const byteLengthOfShared =
  typeof SharedArrayBuffer === 'function' ? getterOf(SharedArrayBuffer.prototype, 'byteLength') : undefined;

/** Whether `value` is an ArrayBuffer, of whichever realm. */
function isArrayBuffer(value: unknown): value is ArrayBuffer {
  return answers(byteLengthOfBuffer, value);
}

/** Whether `value` is a SharedArrayBuffer, of whichever realm. */
function isSharedArrayBuffer(value: unknown): value is SharedArrayBuffer {
  return byteLengthOfShared !== undefined && answers(byteLengthOfShared, value);
}

/** Whether `value` is an `AllowSharedBufferSource`: a buffer or a view of one. */
export function isBufferSource(value: unknown): value is AllowSharedBufferSource {
  return ArrayBuffer.isView(value) || isArrayBuffer(value) || isSharedArrayBuffer(value);
}

/**
 * The bytes that a `[AllowShared] BufferSource` covers; none when its buffer is detached.
 *
 * @throws {TypeError} for anything else. Source: WebIDL §3.2.26
 */
export function bytesOfSource(value: unknown, what: string): Uint8Array {
  if (ArrayBuffer.isView(value)) {
    const { buffer } = value;
    if (isArrayBuffer(buffer) && isDetached(buffer)) return new Uint8Array(0);
    return new Uint8Array(buffer, value.byteOffset, value.byteLength);
  }
  if (isArrayBuffer(value)) return isDetached(value) ? new Uint8Array(0) : new Uint8Array(value);
  if (isSharedArrayBuffer(value)) return new Uint8Array(value);
  throw new TypeError(`${what} is ${describe(value)}; expected a buffer or a view of one`);
}

/** An ArrayBuffer, for transfer lists. @throws {TypeError} for anything else */
export function arrayBuffer(value: unknown, what: string): ArrayBuffer {
  if (isArrayBuffer(value)) return value;
  throw new TypeError(`${what} is ${describe(value)}; expected an ArrayBuffer`);
}

/**
 * The first half of a transfer: refuses what cannot be transferred.
 *
 * @throws {DOMException} `DataCloneError` for a buffer that is listed twice or is detached already
 */
export function checkTransfer(buffers: readonly ArrayBuffer[]): void {
  if (new Set(buffers).size < buffers.length) throw dataClone('transfer lists the same ArrayBuffer twice');
  if (buffers.some(isDetached)) throw dataClone('transfer lists an ArrayBuffer that is detached');
}

/**
 * The second half of a transfer. Every buffer is detached; the bytes become the caller's own: moved when their buffer is
 * in the list, else copied.
 */
export function takeBytes(bytes: Uint8Array, transfer: readonly ArrayBuffer[]): Uint8Array<ArrayBuffer> {
  const listed = transfer.find((buffer) => buffer === bytes.buffer);
  const { byteOffset, byteLength } = bytes;
  const own = listed ? undefined : copyOf(bytes);
  const moved = transfer.map((buffer) => ({ buffer, now: structuredClone(buffer, { transfer: [buffer] }) }));
  const taken = moved.find(({ buffer }) => buffer === listed)?.now;
  return own ?? new Uint8Array(taken ?? new ArrayBuffer(0), byteOffset, byteLength);
}

/** The same bytes in a buffer of their own. */
export function copyOf(bytes: Uint8Array): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes.byteLength);
  copy.set(bytes);
  return copy;
}

/** Whether the bytes are all there is in their buffer, so that nothing else goes along when it is transferred. */
export function ownsBuffer({ byteLength, buffer }: Uint8Array): boolean {
  return byteLength === buffer.byteLength;
}

/** A detached buffer has no room, and no view can be made of it; one without room that is attached can be viewed. */
function isDetached(buffer: ArrayBuffer): boolean {
  if (buffer.byteLength > 0) return false;
  try {
    new Uint8Array(buffer);
    return false;
  } catch {
    return true;
  }
}

/** A getter that only answers for objects that have the internal slots it reads. */
function getterOf(prototype: object, name: string): () => unknown {
  const get = Object.getOwnPropertyDescriptor(prototype, name)?.get;
  if (!get) throw new TypeError(`the runtime has no ${name} of buffers`);
  return get;
}

function answers(get: () => unknown, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  try {
    get.call(value);
    return true;
  } catch {
    return false;
  }
}
