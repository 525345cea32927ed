import { SdkError } from '@remotemedia/base';

/** Smallest and largest piece; powers of two, so that any file has the same layout at both sides. */
export const MIN_PIECE_BYTES = 262_144;
/** See {@link MIN_PIECE_BYTES}. */
export const MAX_PIECE_BYTES = 8_388_608;
/** Most pieces of one file: bounds what both sides keep for each of them. With the largest piece, 512 GiB. */
export const MAX_PIECES = 65_536;
/** Pieces that a file should have at least before they grow, so that a resume and progress stay fine-grained. */
const AIMED_PIECES = 256;

/** What makes a file the same file, and how it is cut. Both sides must agree in all of it. */
export interface FileIdentity {
  /** SHA-256 in hex of the members below and the digest of the first piece; see the README. */
  readonly key: string;
  /** Name as the sender wrote it: not to be trusted as a path. */
  readonly name: string;
  /** Media type as the sender wrote it; may be empty. */
  readonly type: string;
  /** Length of the file. */
  readonly sizeBytes: number;
  /** When the file was changed last, in milliseconds since 1970; 0 when unknown. */
  readonly modifiedMs: number;
  /** Length of each piece but the last. */
  readonly pieceBytes: number;
}

/** What {@link pieceCount} and {@link pieceLength} need. */
type Layout = Pick<FileIdentity, 'sizeBytes' | 'pieceBytes'>;

/**
 * Chooses how a file of this length is cut.
 *
 * @throws {SdkError} `out-of-range` above 512 GiB
 */
export function pieceBytesFor(sizeBytes: number): number {
  let pieceBytes = MIN_PIECE_BYTES;
  while (pieceBytes < MAX_PIECE_BYTES && sizeBytes / pieceBytes > AIMED_PIECES) pieceBytes *= 2;
  if (sizeBytes > pieceBytes * MAX_PIECES) {
    throw new SdkError('out-of-range', `a file of ${sizeBytes} bytes is too long: at most ${pieceBytes * MAX_PIECES}`);
  }
  return pieceBytes;
}

/** Number of pieces; none for an empty file. */
export function pieceCount({ sizeBytes, pieceBytes }: Layout): number {
  return Math.ceil(sizeBytes / pieceBytes);
}

/** Length of one piece; 0 outside the file. */
export function pieceLength({ sizeBytes, pieceBytes }: Layout, index: number): number {
  return Math.max(0, Math.min(pieceBytes, sizeBytes - index * pieceBytes));
}
