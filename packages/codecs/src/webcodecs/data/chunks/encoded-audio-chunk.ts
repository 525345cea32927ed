import { asInterface } from '../idl/interfaces.ts';
import {
  type ChunkContent,
  chunkContent,
  copyChunk,
  type EncodedChunkInit,
  type EncodedChunkType,
} from './chunk-init.ts';

let readContent: (chunk: EncodedAudioChunk) => ChunkContent;
let isOurs: (value: object) => value is EncodedAudioChunk;

/** Encoded audio, which never changes. Source: WebCodecs §8.2, EncodedAudioChunk Interface. */
export class EncodedAudioChunk {
  readonly #content: ChunkContent;

  static {
    readContent = (chunk) => chunk.#content;
    isOurs = (value): value is EncodedAudioChunk => #content in value;
  }

  /**
   * Copies the bytes, or takes them over if their buffer is transferred.
   *
   * @throws {TypeError} for a member that is missing or wrong
   * @throws {DOMException} `DataCloneError` for a transfer list that cannot be transferred
   */
  constructor(init: EncodedChunkInit) {
    this.#content = chunkContent(init, 'EncodedAudioChunkInit');
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

asInterface(EncodedAudioChunk, 'EncodedAudioChunk');

/** Whether it is an EncodedAudioChunk of ours. */
export function isEncodedAudioChunk(value: unknown): value is EncodedAudioChunk {
  return typeof value === 'object' && value !== null && isOurs(value);
}

/** The bytes of a chunk, not copied; they must not be changed. */
export function bytesOfAudioChunk(chunk: EncodedAudioChunk): Uint8Array<ArrayBuffer> {
  return readContent(chunk).bytes;
}
