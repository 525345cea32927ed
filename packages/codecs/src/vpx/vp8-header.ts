/** What the first bytes of a VP8 frame say. Source: RFC 6386, 9.1. */
export interface Vp8Header {
  /** Whether it can be decoded without those before it. */
  readonly keyFrame: boolean;
  /** The version, 0–3: which filters are used. */
  readonly profile: number;
  /** Whether it is to be shown. */
  readonly shown: boolean;
  /** Length of the first partition, bytes. */
  readonly firstPartitionBytes: number;
  /** Pixels in a row; key frames only. */
  readonly width?: number;
  /** Rows; key frames only. */
  readonly height?: number;
}

/** What every key frame has after its tag. */
const START_CODE = [0x9d, 0x01, 0x2a];

/** A key frame's tag, start code and size. */
const KEY_HEADER_BYTES = 10;

/** Reads the header of a VP8 frame. @returns `undefined` for bytes that are none; it never throws */
export function parseVp8Header(packet: Uint8Array): Vp8Header | undefined {
  const [first = 0, second = 0, third = 0] = packet;
  if (packet.length < 3) return undefined;
  const keyFrame = (first & 1) === 0;
  const profile = (first >> 1) & 7;
  if (profile > 3) return undefined;
  const shown = ((first >> 4) & 1) === 1;
  const firstPartitionBytes = (first >> 5) | (second << 3) | (third << 11);
  const common = { keyFrame, profile, shown, firstPartitionBytes };
  if (!keyFrame) return common;
  if (packet.length < KEY_HEADER_BYTES) return undefined;
  if (START_CODE.some((byte, index) => packet[3 + index] !== byte)) return undefined;
  const [widthLow = 0, widthHigh = 0, heightLow = 0, heightHigh = 0] = packet.subarray(6, KEY_HEADER_BYTES);
  // The two highest bits ask for scaling on display, which nobody does.
  const width = widthLow | ((widthHigh & 0x3f) << 8);
  const height = heightLow | ((heightHigh & 0x3f) << 8);
  return { ...common, width, height };
}
