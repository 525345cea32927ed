import { SdkError } from '@remotemedia/base';
import type { FileIdentity } from './layout.ts';

/** Length of a SHA-256. */
export const DIGEST_BYTES = 32;

/** Keeps the digests of this format apart from any other's. */
const LABEL = 'remotemedia-file-1';

/**
 * SHA-256 by the platform, off the main thread.
 *
 * @throws {SdkError} `failed-precondition` where the page is not a secure context and has no Web Crypto
 */
export async function sha256(bytes: Uint8Array): Promise<Uint8Array> {
  const subtle: SubtleCrypto | undefined = globalThis.crypto?.subtle;
  if (!subtle) {
    throw new SdkError('failed-precondition', 'files need Web Crypto; serve the page over https or from localhost');
  }
  return new Uint8Array(await subtle.digest('SHA-256', bytes as Uint8Array<ArrayBuffer>));
}

/** Lower-case hex. */
export function toHex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** Whether two digests are the same. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, index) => byte === b[index]);
}

/** What a file is found again by: its names and numbers, and its first piece. */
export async function identityKey(
  file: Omit<FileIdentity, 'key'>,
  firstPiece: Uint8Array | undefined,
): Promise<string> {
  const parts = [LABEL, file.name, file.type, file.sizeBytes, file.modifiedMs, file.pieceBytes];
  return toHex(await sha256(utf8(JSON.stringify([...parts, firstPiece ? toHex(firstPiece) : '']))));
}

/** The digest of the whole: SHA-256 over the identity's key and the digests of all pieces, in order. */
export async function wholeDigest(file: Pick<FileIdentity, 'key'>, pieces: readonly Uint8Array[]): Promise<string> {
  const head = utf8(JSON.stringify([LABEL, file.key]));
  const all = new Uint8Array(head.length + pieces.length * DIGEST_BYTES);
  all.set(head);
  pieces.forEach((piece, index) => {
    all.set(piece, head.length + index * DIGEST_BYTES);
  });
  return toHex(await sha256(all));
}

function utf8(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}
