/** First byte of a message that is part of the bulk. */
const BULK = 1;
/** First byte of a message that is to be sent back. */
const PING = 2;
/** First byte of a message that came back. */
const PONG = 3;

/** What a message is for. */
export const PURPOSE = { bulk: BULK, ping: PING, pong: PONG } as const;

/** What has come so far. */
export interface Received {
  readonly bytes: number;
  readonly checksum: number;
}

/** Random bytes, cut into messages of `pieceBytes` each, the first byte of each telling its purpose. */
export function makePieces(totalBytes: number, pieceBytes: number): Uint8Array<ArrayBuffer>[] {
  const all = new Uint8Array(totalBytes);
  const most = 65_536;
  for (let start = 0; start < totalBytes; start += most) crypto.getRandomValues(all.subarray(start, start + most));
  const pieces = [];
  for (let start = 0; start < totalBytes; start += pieceBytes) {
    const piece = all.subarray(start, start + pieceBytes);
    piece[0] = BULK;
    pieces.push(piece);
  }
  return pieces;
}

/** Adds a message to what came before; the order of messages and of their bytes counts. */
export function add({ bytes, checksum }: Received, message: Uint8Array): Received {
  const aligned = message.byteOffset % 4 === 0 ? message : message.slice();
  const words = new Uint32Array(aligned.buffer, aligned.byteOffset, aligned.byteLength >> 2);
  let sum = checksum;
  for (let index = 0; index < words.length; index += 1) sum = (Math.imul(sum, 31) + (words[index] ?? 0)) | 0;
  return { bytes: bytes + message.byteLength, checksum: sum };
}
