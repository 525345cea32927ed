import { SdkError } from '@remotemedia/base';
import { assertPacket } from '../module/checks.ts';
import { LONGEST_US, type OpusPacketKind, PACKET_KINDS } from './toc.ts';

/** What can be told of a packet without decoding it (RFC 6716, 3). */
export interface OpusPacketInfo extends OpusPacketKind {
  /** Of the packet; a decoder makes of it what it was made for. */
  readonly channelCount: 1 | 2;
  /** How many frames it holds, 1–48. */
  readonly frameCount: number;
  /** Of all frames, µs. */
  readonly durationUs: number;
  /** Whether `decodeFec` finds the sound of the packet before in it. */
  readonly hasFec: boolean;
  /** Where each frame lies in the packet, bytes. */
  readonly frames: readonly { readonly offset: number; readonly sizeBytes: number }[];
  /** Bytes at the end that mean nothing. */
  readonly paddingBytes: number;
}

/** No frame is larger (RFC 6716, 3.4, R2). */
const LARGEST_FRAME_BYTES = 1275;

/**
 * Reads a packet as RFC 6716, 3.1–3.2, lays it out. It takes any bytes.
 *
 * @throws {SdkError} `data-loss` with the broken rule of RFC 6716, 3.4 ("R1" to "R7"); `invalid-argument` when it is no
 *   `Uint8Array`
 */
export function inspectOpusPacket(packet: Uint8Array): OpusPacketInfo {
  assertPacket(packet);
  const toc = packet[0];
  const kind = toc === undefined ? undefined : PACKET_KINDS[toc >> 3];
  if (toc === undefined || !kind) throw broken('R1', 'it is empty');
  const { sizes, offset, paddingBytes } = layout(packet, toc & 3, kind.frameDurationUs);
  const channelCount = toc & 4 ? 2 : 1;
  let at = offset;
  const frames = sizes.map((sizeBytes) => {
    if (sizeBytes > LARGEST_FRAME_BYTES) throw broken('R2', `a frame has ${sizeBytes} bytes`);
    at += sizeBytes;
    return { offset: at - sizeBytes, sizeBytes };
  });
  return {
    ...kind,
    channelCount,
    frameCount: sizes.length,
    durationUs: kind.frameDurationUs * sizes.length,
    hasFec: hasFec(packet, kind, channelCount, frames[0]),
    frames,
    paddingBytes,
  };
}

interface Layout {
  readonly sizes: readonly number[];
  /** Where the first frame begins. */
  readonly offset: number;
  readonly paddingBytes: number;
}

function layout(packet: Uint8Array, code: number, frameUs: number): Layout {
  const rest = packet.length - 1;
  if (code === 0) return { sizes: [rest], offset: 1, paddingBytes: 0 };
  if (code === 1) {
    if (rest % 2 !== 0) throw broken('R3', `two frames of the same size cannot have ${rest} bytes`);
    return { sizes: [rest / 2, rest / 2], offset: 1, paddingBytes: 0 };
  }
  if (code === 3) return manyFrames(packet, frameUs);
  const first = frameSize(packet, 1, packet.length, 'R4');
  const offset = 1 + first.lengthBytes;
  if (first.sizeBytes > packet.length - offset) throw broken('R4', 'the first frame is longer than the packet');
  return { sizes: [first.sizeBytes, packet.length - offset - first.sizeBytes], offset, paddingBytes: 0 };
}

/** Code 3: a count, perhaps padding, and sizes (RFC 6716, 3.2.5). */
function manyFrames(packet: Uint8Array, frameUs: number): Layout {
  const head = packet[1];
  if (head === undefined) throw broken('R6', 'the count of frames is missing');
  const count = head & 63;
  if (count === 0) throw broken('R5', 'it says that it holds no frames');
  if (count * frameUs > LONGEST_US) throw broken('R5', `it lasts ${(count * frameUs) / 1000} ms, and 120 is the most`);
  const padding = head & 64 ? paddingOf(packet) : { offset: 2, sizeBytes: 0 };
  const end = packet.length - padding.sizeBytes;
  if (end < padding.offset) throw broken(head & 128 ? 'R7' : 'R6', 'the padding is longer than the packet');
  const { offset } = padding;
  if (!(head & 128)) {
    const size = (end - offset) / count;
    if (!Number.isInteger(size)) throw broken('R6', `${end - offset} bytes are not ${count} frames of the same size`);
    return { sizes: new Array<number>(count).fill(size), offset, paddingBytes: padding.sizeBytes };
  }
  return { ...sizesOf(packet, count, offset, end), paddingBytes: padding.sizeBytes };
}

function sizesOf(packet: Uint8Array, count: number, start: number, end: number): Omit<Layout, 'paddingBytes'> {
  const sizes: number[] = [];
  let offset = start;
  let total = 0;
  for (let index = 0; index < count - 1; index += 1) {
    const { sizeBytes, lengthBytes } = frameSize(packet, offset, end, 'R7');
    sizes.push(sizeBytes);
    total += sizeBytes;
    offset += lengthBytes;
  }
  const last = end - offset - total;
  if (last < 0) throw broken('R7', 'its frames are longer than the packet');
  return { sizes: [...sizes, last], offset };
}

/** Each 255 adds 254 bytes and says that another count follows. */
function paddingOf(packet: Uint8Array): { offset: number; sizeBytes: number } {
  let offset = 2;
  let sizeBytes = 0;
  for (;;) {
    const byte = packet[offset];
    if (byte === undefined) throw broken('R6', 'the length of the padding is cut off');
    offset += 1;
    sizeBytes += byte === 255 ? 254 : byte;
    if (byte !== 255) return { offset, sizeBytes };
  }
}

/** One or two bytes that say how long a frame is (RFC 6716, 3.2.1). */
function frameSize(packet: Uint8Array, offset: number, end: number, rule: string) {
  const first = offset < end ? packet[offset] : undefined;
  if (first === undefined) throw broken(rule, 'the length of a frame is cut off');
  if (first < 252) return { sizeBytes: first, lengthBytes: 1 };
  const second = offset + 1 < end ? packet[offset + 1] : undefined;
  if (second === undefined) throw broken(rule, 'the length of a frame is cut off');
  return { sizeBytes: second * 4 + first, lengthBytes: 2 };
}

/** The first bits of a frame of speech: one for each 20 ms that says "voice", then one for a repeated frame. */
function hasFec(
  packet: Uint8Array,
  kind: OpusPacketKind,
  channelCount: 1 | 2,
  frame: { offset: number; sizeBytes: number } | undefined,
): boolean {
  if (kind.mode === 'celt' || !frame || frame.sizeBytes === 0) return false;
  const bits = packet[frame.offset] ?? 0;
  const parts = Math.max(1, kind.frameDurationUs / 20_000);
  const middle = (bits >> (7 - parts)) & 1;
  const side = channelCount === 2 ? (bits >> (6 - 2 * parts)) & 1 : 0;
  return middle === 1 || side === 1;
}

function broken(rule: string, why: string): SdkError {
  return new SdkError('data-loss', `this is no Opus packet: ${why} (RFC 6716, 3.4, ${rule})`);
}
