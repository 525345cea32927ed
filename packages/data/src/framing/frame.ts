/** What goes to the platform in one piece: texts as text frames, bytes as binary frames. */
export type Frame = string | Uint8Array<ArrayBuffer>;

/** A message on its way out: the bytes that say what it is, and its content. */
export interface Outgoing {
  /** Comes before the content in a binary frame; absent for a text frame. */
  readonly header?: Uint8Array;
  /** The content. The sender leaves bytes unchanged until they are sent. */
  readonly body: string | Uint8Array;
  /** Bytes of header and content in UTF-8. */
  readonly sizeBytes: number;
}

/** Where frames of the usual size are put together: the platform copies what it is given to send. */
const desk = new Uint8Array(66_048);

/** Puts parts together. The frame must be sent before the next one is made, which may take its place. */
export function join(...parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  let sizeBytes = 0;
  for (const part of parts) sizeBytes += part.byteLength;
  const whole = sizeBytes > desk.byteLength ? new Uint8Array(sizeBytes) : desk.subarray(0, sizeBytes);
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.byteLength;
  }
  return whole;
}

/** A message in one frame. */
export function wholeFrame({ header, body }: Outgoing): Frame {
  if (typeof body === 'string') return body;
  return header ? join(header, body) : join(body);
}
