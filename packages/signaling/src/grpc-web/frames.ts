import { SdkError } from '@remotemedia/base';

/** Bytes before each message: one of flags, four of length (gRPC-Web, "HTTP/2 framing without HTTP/2"). */
const HEADER_BYTES = 5;
/** Flag of the last frame, which holds the trailers as text. */
const TRAILERS = 0x80;
/** Flag of a compressed message; we never ask for that. */
const COMPRESSED = 0x01;
/** Longest frame that is believed, in bytes; a peer list of a full server is far below. */
const MAX_FRAME_BYTES = 4_194_304;

/** One frame of a gRPC-Web body. */
export type Frame =
  | { readonly kind: 'message'; readonly data: Uint8Array }
  | { readonly kind: 'trailers'; readonly text: string };

/** A request's body: one message in its frame. */
export function framed(message: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = new Uint8Array(HEADER_BYTES + message.byteLength);
  new DataView(body.buffer).setUint32(1, message.byteLength);
  body.set(message, HEADER_BYTES);
  return body;
}

/**
 * Reads a body frame by frame, as its bytes come.
 *
 * @throws {SdkError} `data-loss` when the body ends inside a frame or is not made of frames at all
 */
export async function* readFrames(body: ReadableStream<Uint8Array>): AsyncGenerator<Frame, void, undefined> {
  const reader = body.getReader();
  let rest: Uint8Array = new Uint8Array(0);
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      rest = rest.byteLength === 0 ? value : joined(rest, value);
      for (let size = frameSize(rest); size !== undefined; size = frameSize(rest)) {
        yield frameOf(rest.subarray(0, size));
        rest = rest.subarray(size);
      }
    }
    if (rest.byteLength > 0)
      throw new SdkError('data-loss', `the answer ends inside a frame, ${rest.byteLength} bytes in`);
  } finally {
    // Lets go of the connection if the reader stops early.
    await reader.cancel().catch(() => {});
  }
}

/** Length of the first frame, header included; `undefined` as long as it has not come whole. */
function frameSize(bytes: Uint8Array): number | undefined {
  if (bytes.byteLength < HEADER_BYTES) return undefined;
  const length = new DataView(bytes.buffer, bytes.byteOffset).getUint32(1);
  if (length > MAX_FRAME_BYTES)
    throw new SdkError('data-loss', `a frame of ${length} bytes is longer than any message`);
  return bytes.byteLength < HEADER_BYTES + length ? undefined : HEADER_BYTES + length;
}

function frameOf(bytes: Uint8Array): Frame {
  const flags = bytes[0] ?? 0;
  const data = bytes.subarray(HEADER_BYTES);
  if (flags === TRAILERS) return { kind: 'trailers', text: new TextDecoder().decode(data) };
  if (flags & COMPRESSED) throw new SdkError('data-loss', 'the server compressed a message without being asked to');
  return { kind: 'message', data };
}

function joined(head: Uint8Array, tail: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(head.byteLength + tail.byteLength);
  bytes.set(head);
  bytes.set(tail, head.byteLength);
  return bytes;
}
