import { asInterface } from '../idl/interfaces.ts';
import {
  type ChunkContent,
  chunkContent,
  copyChunk,
  type EncodedChunkInit,
  type EncodedChunkType,
} from './chunk-init.ts';

let readContent: (chunk: EncodedVideoChunk) => ChunkContent;
let isOurs: (value: object) => value is EncodedVideoChunk;

/** Encoded video, which never changes. Source: WebCodecs §8.3, EncodedVideoChunk Interface. */
export class EncodedVideoChunk {
  readonly #content: ChunkContent;

  static {
    readContent = (chunk) => chunk.#content;
    isOurs = (value): value is EncodedVideoChunk => #content in value;
  }

  /**
   * Copies the bytes, or takes them over if their buffer is transferred.
   *
   * @throws {TypeError} for a member that is missing or wrong
   * @throws {DOMException} `DataCloneError` for a transfer list that cannot be transferred
   */
  constructor(init: EncodedChunkInit) {
    this.#content = chunkContent(init, 'EncodedVideoChunkInit');
  }

  /** Whether it can be decoded without those before it. */
  get type(): EncodedChunkType {
    return this.#content.type;
  }

  /** Presentation time, µs. */
  get timestamp(): number {
    return this.#content.timestamp;
  }

  /** How long it lasts, µs; `null` when that is not known. */
  get duration(): number | null {
    return this.#content.duration;
  }

  /** How many bytes it has. */
  get byteLength(): number {
    return this.#content.bytes.byteLength;
  }

  /** Copies the bytes. @throws {TypeError} if they do not fit */
  copyTo(destination: AllowSharedBufferSource): void {
    copyChunk(this.#content.bytes, destination);
  }
}

asInterface(EncodedVideoChunk, 'EncodedVideoChunk');

/** Whether it is an EncodedVideoChunk of ours. */
export function isEncodedVideoChunk(value: unknown): value is EncodedVideoChunk {
  return typeof value === 'object' && value !== null && isOurs(value);
}

/** The bytes of a chunk, not copied; they must not be changed. */
export function bytesOfVideoChunk(chunk: EncodedVideoChunk): Uint8Array<ArrayBuffer> {
  return readContent(chunk).bytes;
}
