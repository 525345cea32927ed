import { SdkError } from '@remotemedia/base';
import { assertPixels, MAX_VPX_PIXELS } from './picture-limit.ts';
import { parseVp8Header } from './vp8-header.ts';
import { parseVp9Header } from './vp9-header.ts';
import { type FramePlace, parseVp9Superframe } from './vp9-superframe.ts';
import type { VpxCodec } from './vpx-codec.ts';

/** More than the largest picture of 4:4:4 has without compression. */
const MAX_PACKET_BYTES = 4 * MAX_VPX_PIXELS;

/** What is known of a packet before it is decoded. */
export interface PacketFacts {
  /** Whether a decoder that knows nothing can begin with it. */
  readonly isEntry: boolean;
  /** Its frames, if more than one of them is shown. */
  readonly shownFrames: readonly FramePlace[] | undefined;
}

/**
 * Looks at a packet before libvpx does, so that nobody can make it allocate without bound.
 *
 * @throws {SdkError} `data-loss` for what is no packet, `unimplemented` for VP9 with more than 8 bits,
 *   `resource-exhausted` for pictures beyond `MAX_VPX_PIXELS` and packets larger than any such picture
 */
export function checkPacket(codec: VpxCodec, packet: Uint8Array): PacketFacts {
  if (packet.length > MAX_PACKET_BYTES) {
    const detail = `a packet may have at most ${MAX_PACKET_BYTES} bytes, not ${packet.length}`;
    throw new SdkError('resource-exhausted', detail);
  }
  return codec === 'vp8' ? checkVp8(packet) : checkVp9(packet);
}

function checkVp8(packet: Uint8Array): PacketFacts {
  const header = parseVp8Header(packet);
  if (!header) throw noPacket('VP8', packet);
  const { keyFrame, width = 0, height = 0 } = header;
  assertPixels(width, height, 'a decoded picture');
  return { isEntry: keyFrame, shownFrames: undefined };
}

function checkVp9(packet: Uint8Array): PacketFacts {
  const places = parseVp9Superframe(packet);
  if (!places) throw noPacket('VP9', packet);
  let isEntry = false;
  let shown = 0;
  for (const [index, { offset, sizeBytes }] of places.entries()) {
    // Empty frames are libvpx's own sign for a skipped layer.
    if (sizeBytes === 0) continue;
    const header = parseVp9Header(packet.subarray(offset, offset + sizeBytes));
    if (!header) throw noPacket('VP9', packet);
    const { profile, keyFrame, intraOnly, width = 0, height = 0 } = header;
    if (profile > 1) throw tooDeep(profile);
    assertPixels(width, height, 'a decoded picture');
    if (index === 0) isEntry = keyFrame || intraOnly;
    if (header.shown) shown++;
  }
  return { isEntry, shownFrames: shown > 1 ? places : undefined };
}

function noPacket(codec: string, packet: Uint8Array): SdkError {
  const start = [...packet.subarray(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
  const what = packet.length === 0 ? 'it is empty' : `${packet.length} bytes that begin with ${start}`;
  return new SdkError('data-loss', `the packet is no ${codec}: ${what}`);
}

function tooDeep(profile: number): SdkError {
  const detail = `profile ${profile} of VP9 has more than 8 bits for a sample; profiles 0 and 1 can be decoded`;
  return new SdkError('unimplemented', detail);
}
