import type { FileSink } from './file-sink.ts';

/** Writes into a file that the user chose. It is the user's only when all is there: until then it is as it was. */
export class DiskSink implements FileSink {
  readonly #open: () => Promise<FileSystemWritableFileStream>;
  readonly #read: () => Promise<File | undefined>;
  #isFinished = false;
  #stream: Promise<FileSystemWritableFileStream> | undefined;

  private constructor(open: () => Promise<FileSystemWritableFileStream>, read: () => Promise<File | undefined>) {
    this.#open = open;
    this.#read = read;
  }

  /** Into the file of a handle, which is opened when the first piece comes. */
  static ofHandle(handle: FileSystemFileHandle): DiskSink {
    return new DiskSink(
      () => handle.createWritable(),
      () => handle.getFile(),
    );
  }

  /** Into a stream that is open already; it becomes ours. */
  static ofStream(stream: FileSystemWritableFileStream): DiskSink {
    const sink = new DiskSink(
      async () => stream,
      async () => undefined,
    );
    void sink.#opened();
    return sink;
  }

  async write(bytes: Uint8Array, positionBytes: number): Promise<void> {
    const stream = await this.#opened();
    await stream.write({ type: 'write', position: positionBytes, data: bytes as Uint8Array<ArrayBuffer> });
  }

  async finish(): Promise<File | undefined> {
    await (await this.#opened()).close();
    this.#isFinished = true;
    return this.#read();
  }

  /** A file that is whole is the user's, and one that was never opened is as it was. */
  async discard(): Promise<void> {
    if (this.#isFinished || !this.#stream) return;
    await (await this.#stream).abort();
  }

  #opened(): Promise<FileSystemWritableFileStream> {
    this.#stream ??= this.#open();
    return this.#stream;
  }
}
