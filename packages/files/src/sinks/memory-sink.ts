import { SdkError } from '@remotemedia/base';
import type { FileIdentity } from '../layout.ts';
import type { FileSink } from './file-sink.ts';

/** Keeps a file in memory, for where there is no other place. */
export class MemorySink implements FileSink {
  readonly #identity: FileIdentity;
  readonly #name: string;
  #pieces: Uint8Array<ArrayBuffer>[] = [];

  /** @throws {SdkError} `resource-exhausted` when the file is longer than `maxBytes` */
  constructor(identity: FileIdentity, name: string, maxBytes: number) {
    const { sizeBytes } = identity;
    if (sizeBytes > maxBytes) {
      const detail = `a file of ${sizeBytes} bytes does not go to memory, which may take ${maxBytes}; give another sink`;
      throw new SdkError('resource-exhausted', detail);
    }
    this.#identity = identity;
    this.#name = name;
  }

  async write(bytes: Uint8Array, positionBytes: number): Promise<void> {
    this.#pieces[positionBytes / this.#identity.pieceBytes] = bytes as Uint8Array<ArrayBuffer>;
  }

  async finish(): Promise<File> {
    const { type, modifiedMs } = this.#identity;
    const file = new File(this.#pieces, this.#name, { type, lastModified: modifiedMs });
    this.#pieces = [];
    return file;
  }

  async discard(): Promise<void> {
    this.#pieces = [];
  }
}
