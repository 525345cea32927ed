import { parseVpxCodecString } from '../../../engine/choose/vpx-codec-string.ts';
import { parseVp8Header } from '../../../vpx/vp8-header.ts';
import { parseVp9Header } from '../../../vpx/vp9-header.ts';

/**
 * Whether the bytes of what is said to be a key chunk contradict that. What cannot be read is left to the decoder.
 * Source: WebCodecs, decode(), "verify that it is truly a key chunk"
 */
export function isNoKeyFrame(codec: string, bytes: Uint8Array): boolean {
  const stream = parseVpxCodecString(codec);
  if (!stream) return false;
  const header = stream.codec === 'vp8' ? parseVp8Header(bytes) : parseVp9Header(bytes);
  return header?.keyFrame === false;
}
