/** Bytes of the length that stands before each piece: 32 bits, little-endian. */
const LENGTH_BYTES = 4;

/** One piece after the other, each with its length before it: the form of files of packets. */
export function joinPieces(pieces: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const joined = new Uint8Array(pieces.reduce((bytes, piece) => bytes + LENGTH_BYTES + piece.byteLength, 0));
  const view = new DataView(joined.buffer);
  let at = 0;
  for (const piece of pieces) {
    view.setUint32(at, piece.byteLength, true);
    joined.set(piece, at + LENGTH_BYTES);
    at += LENGTH_BYTES + piece.byteLength;
  }
  return joined;
}

/** The pieces of such a file; they are views of it. */
export function splitPieces(joined: Uint8Array<ArrayBuffer>): Uint8Array<ArrayBuffer>[] {
  const view = new DataView(joined.buffer, joined.byteOffset, joined.byteLength);
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  for (let at = 0; at < joined.byteLength; ) {
    const end = at + LENGTH_BYTES + view.getUint32(at, true);
    if (end > joined.byteLength) throw new RangeError('a piece is longer than its file');
    pieces.push(joined.subarray(at + LENGTH_BYTES, end));
    at = end;
  }
  return pieces;
}
