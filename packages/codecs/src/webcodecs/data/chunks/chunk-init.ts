import { arrayBuffer, bytesOfSource, checkTransfer, takeBytes } from '../idl/buffers.ts';
import { Members, oneOf, sequenceOf } from '../idl/dictionaries.ts';
import { enforceLongLong, enforceUnsignedLongLong } from '../idl/numbers.ts';

/** Whether a chunk can be decoded without those before it. Source: WebCodecs §8.2.3 and §8.3.3. */
export type EncodedChunkType = 'key' | 'delta';

/** What an encoded chunk is made of. Source: WebCodecs §8.2.1, EncodedAudioChunkInit, and §8.3.1, EncodedVideoChunkInit. */
export interface EncodedChunkInit {
  /** Whether it can be decoded without those before it. */
  type: EncodedChunkType;
  /** Presentation time, µs. */
  timestamp: number;
  /** How long it lasts, µs. @default not known */
  duration?: number;
  /** The encoded bytes. Copied, unless their buffer is transferred. */
  data: AllowSharedBufferSource;
  /** Buffers that are detached in return; bytes in one of these are taken over instead of copied. @default [] */
  transfer?: readonly ArrayBuffer[];
}

/** What is inside an encoded chunk. */
export interface ChunkContent {
  /** Whether it can be decoded without those before it. */
  readonly type: EncodedChunkType;
  /** Presentation time, µs. */
  readonly timestamp: number;
  /** How long it lasts, µs; `null` when that is not known. */
  readonly duration: number | null;
  /** The encoded bytes. */
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const toChunkType = oneOf<EncodedChunkType>(['key', 'delta']);

/**
 * Converts members in WebIDL's order and takes the bytes.
 *
 * @param dictionary its name, for errors
 * @throws {TypeError} for a member that is missing or wrong
 * @throws {DOMException} `DataCloneError` for a transfer list that cannot be transferred
 */
export function chunkContent(value: unknown, dictionary: string): ChunkContent {
  if (value === undefined || value === null) throw new TypeError(`an encoded chunk needs an ${dictionary}`);
  const init = new Members(value, dictionary);
  const data = init.required('data', bytesOfSource);
  const duration = init.optional('duration', enforceUnsignedLongLong) ?? null;
  const timestamp = init.required('timestamp', enforceLongLong);
  const transfer = init.optional('transfer', sequenceOf(arrayBuffer)) ?? [];
  const type = init.required('type', toChunkType);
  checkTransfer(transfer);
  return { type, timestamp, duration, bytes: takeBytes(data, transfer) };
}

/** Copies the bytes of a chunk. @throws {TypeError} if they do not fit */
export function copyChunk(bytes: Uint8Array, destination: unknown): void {
  const room = bytesOfSource(destination, 'destination');
  if (room.byteLength < bytes.byteLength)
    throw new TypeError(`destination has ${room.byteLength} bytes; the chunk has ${bytes.byteLength}`);
  room.set(bytes);
}
