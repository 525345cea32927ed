/** Where one frame lies in a packet. */
export interface FramePlace {
  /** Its first byte. */
  readonly offset: number;
  /** How long it is. */
  readonly sizeBytes: number;
}

/**
 * The frames of a VP9 packet. Several are a superframe, with an index at its end. Source: VP9 specification, Annex B.
 *
 * @returns one frame, the whole packet, where there is no index; `undefined` for an index that does not fit the packet. It
 *   never throws
 */
export function parseVp9Superframe(packet: Uint8Array): readonly FramePlace[] | undefined {
  const whole = [{ offset: 0, sizeBytes: packet.length }];
  const marker = packet.at(-1) ?? 0;
  if ((marker & 0xe0) !== 0xc0) return whole;
  const count = (marker & 7) + 1;
  const sizeOfSize = ((marker >> 3) & 3) + 1;
  const indexBytes = 2 + count * sizeOfSize;
  if (packet.length < indexBytes) return undefined;
  const index = packet.length - indexBytes;
  if (packet[index] !== marker) return whole;
  const places: FramePlace[] = [];
  let offset = 0;
  for (let frame = 0; frame < count; frame++) {
    const sizeBytes = littleEndian(packet, index + 1 + frame * sizeOfSize, sizeOfSize);
    if (offset + sizeBytes > index) return undefined;
    places.push({ offset, sizeBytes });
    offset += sizeBytes;
  }
  return places;
}

function littleEndian(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let i = count - 1; i >= 0; i--) value = value * 256 + (bytes[at + i] ?? 0);
  return value;
}
