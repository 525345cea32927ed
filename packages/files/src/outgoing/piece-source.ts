import { SdkError } from '@remotemedia/base';
import { identityKey, sha256, wholeDigest } from '../digest.ts';
import { type FileIdentity, pieceBytesFor, pieceCount, pieceLength } from '../layout.ts';
import { MAX_NAME_LENGTH, MAX_TYPE_LENGTH } from '../wire/control.ts';

/** Bytes kept for receivers that are at about the same place; at least the piece that is sent and the one after it. */
const KEPT_BYTES = 4_194_304;

/** A piece of the file with its digest. */
export interface Piece {
  /** The content. Not to be changed: several receivers may get it. */
  readonly bytes: Uint8Array;
  /** SHA-256 of it. */
  readonly digest: Uint8Array;
}

/** Reads a file piece by piece, each as seldom as it can: several receivers share what is read. */
export class PieceSource {
  /** What the file is known by. */
  readonly identity: FileIdentity;
  readonly #file: Blob;
  readonly #kept = new Map<number, Promise<Piece>>();
  readonly #digests: (Uint8Array | undefined)[] = [];

  private constructor(file: Blob, identity: FileIdentity) {
    this.#file = file;
    this.identity = identity;
  }

  /**
   * Reads the first piece, which is part of the file's identity.
   *
   * @throws {SdkError} `out-of-range` when the file or its name is too long, `failed-precondition` when it cannot be read
   */
  static async open(file: Blob, name: string): Promise<PieceSource> {
    if (name.length > MAX_NAME_LENGTH || file.type.length > MAX_TYPE_LENGTH) {
      throw new SdkError('out-of-range', `a name has at most ${MAX_NAME_LENGTH} characters, this one ${name.length}`);
    }
    // Before 1970 it is negative, which the wire does not have.
    const modifiedMs = 'lastModified' in file ? Math.max(0, Number(file.lastModified)) : 0;
    const { size: sizeBytes, type } = file;
    const facts = { name, type, sizeBytes, modifiedMs, pieceBytes: pieceBytesFor(sizeBytes) };
    const probe = new PieceSource(file, { key: '', ...facts });
    const first = sizeBytes > 0 ? await probe.read(0) : undefined;
    const source = new PieceSource(file, { key: await identityKey(facts, first?.digest), ...facts });
    if (first) source.#kept.set(0, Promise.resolve(first));
    return source;
  }

  /** Reads a piece. @throws {SdkError} `failed-precondition` when the file was changed or taken away */
  read(index: number): Promise<Piece> {
    return this.#kept.get(index) ?? this.#keep(index, this.#read(index));
  }

  /** Begins to read a piece that will be asked for soon. */
  readAhead(index: number): void {
    if (index < pieceCount(this.identity)) this.read(index).catch(() => {});
  }

  /** The digest of a piece; reads the piece only if that was never done. Throws like {@link PieceSource.read}. */
  async digest(index: number): Promise<Uint8Array> {
    return this.#digests[index] ?? (await this.#read(index)).digest;
  }

  /** The digest of the whole file. Throws like {@link PieceSource.read}. */
  async whole(): Promise<string> {
    const digests: Uint8Array[] = [];
    for (let index = 0; index < pieceCount(this.identity); index += 1) digests.push(await this.digest(index));
    return wholeDigest(this.identity, digests);
  }

  /** Lets go of what is kept. It may be read on. */
  forget(): void {
    this.#kept.clear();
  }

  #keep(index: number, piece: Promise<Piece>): Promise<Piece> {
    this.#kept.set(index, piece);
    const most = Math.max(2, KEPT_BYTES / this.identity.pieceBytes);
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= most) break;
      this.#kept.delete(oldest);
    }
    return piece;
  }

  async #read(index: number): Promise<Piece> {
    const start = index * this.identity.pieceBytes;
    const length = pieceLength(this.identity, index);
    const bytes = await this.#bytes(start, start + length);
    if (bytes.length !== length) throw new SdkError('failed-precondition', 'the file got shorter while it was sent');
    const digest = await sha256(bytes);
    this.#digests[index] ??= digest;
    return { bytes, digest };
  }

  async #bytes(start: number, end: number): Promise<Uint8Array> {
    try {
      return new Uint8Array(await this.#file.slice(start, end).arrayBuffer());
    } catch (cause) {
      const detail = 'the file cannot be read; was it changed or deleted? Choose it again';
      throw new SdkError('failed-precondition', detail, { cause });
    }
  }
}
