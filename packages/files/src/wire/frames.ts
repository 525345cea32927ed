import { SdkError } from '@remotemedia/base';
import { DIGEST_BYTES } from '../digest.ts';

const PIECE = 1;
const DATA = 2;
const DIGESTS = 3;

/** Bytes in front of what a data frame carries: its kind and the number of the transfer. */
export const DATA_HEAD_BYTES = 5;
const INDEX_HEAD_BYTES = 9;
/** Most digests in one frame. */
const MAX_DIGESTS = 1_024;

/** What the sender of a file sends in binary. */
export type FileFrame =
  /** The data frames that follow are this piece, and this is its SHA-256. */
  | { readonly kind: 'piece'; readonly id: number; readonly index: number; readonly digest: Uint8Array }
  /** The next bytes of the piece that was begun last. */
  | { readonly kind: 'data'; readonly id: number; readonly bytes: Uint8Array }
  /** The SHA-256 of pieces that the receiver has already: of `first` and those after it. */
  | { readonly kind: 'digests'; readonly id: number; readonly first: number; readonly digests: readonly Uint8Array[] };

/** The beginning of a piece. */
export function writePiece(id: number, index: number, digest: Uint8Array): Uint8Array {
  return withIndex(PIECE, id, index, [digest]);
}

/** The digests of a run of pieces that are not sent. */
export function writeDigests(id: number, first: number, digests: readonly Uint8Array[]): Uint8Array {
  return withIndex(DIGESTS, id, first, digests);
}

/** Writes the head of a data frame into the first {@link DATA_HEAD_BYTES} bytes of `frame`. */
export function writeDataHead(frame: Uint8Array, id: number): void {
  frame[0] = DATA;
  viewOf(frame).setUint32(1, id);
}

/**
 * Reads what a peer sent; the bytes of data are not copied.
 *
 * @throws {SdkError} `invalid-argument` when it is none of the frames
 */
export function readFileFrame(frame: Uint8Array): FileFrame {
  if (frame.length < DATA_HEAD_BYTES) throw malformed(frame);
  const id = viewOf(frame).getUint32(1);
  const kind = frame[0];
  if (kind === DATA) return { kind: 'data', id, bytes: frame.subarray(DATA_HEAD_BYTES) };
  const digestsBytes = frame.length - INDEX_HEAD_BYTES;
  const count = digestsBytes / DIGEST_BYTES;
  if (!Number.isInteger(count) || count < 1) throw malformed(frame);
  const index = viewOf(frame).getUint32(DATA_HEAD_BYTES);
  if (kind === PIECE && count === 1) return { kind: 'piece', id, index, digest: digestAt(frame, 0) };
  if (kind !== DIGESTS || count > MAX_DIGESTS) throw malformed(frame);
  return { kind: 'digests', id, first: index, digests: Array.from({ length: count }, (_, n) => digestAt(frame, n)) };
}

function withIndex(kind: number, id: number, index: number, digests: readonly Uint8Array[]): Uint8Array {
  const frame = new Uint8Array(INDEX_HEAD_BYTES + digests.length * DIGEST_BYTES);
  const view = viewOf(frame);
  frame[0] = kind;
  view.setUint32(1, id);
  view.setUint32(DATA_HEAD_BYTES, index);
  digests.forEach((digest, n) => {
    frame.set(digest, INDEX_HEAD_BYTES + n * DIGEST_BYTES);
  });
  return frame;
}

/** A copy: the frame may be the lane's to use again. */
function digestAt(frame: Uint8Array, n: number): Uint8Array {
  const from = INDEX_HEAD_BYTES + n * DIGEST_BYTES;
  return frame.slice(from, from + DIGEST_BYTES);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function malformed(frame: Uint8Array): SdkError {
  return new SdkError('invalid-argument', `a frame of ${frame.length} bytes and kind ${frame[0]} is none of a file's`);
}
