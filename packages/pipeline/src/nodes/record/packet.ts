import { SdkError } from '@remotemedia/base';
import type { EncodedAudioData, EncodedVideoData } from '../../data/runtime-data.ts';

/** What a file can have one track of. */
export type TrackKind = 'audio' | 'video';

/** What is written into a file. */
export type Packet = EncodedAudioData | EncodedVideoData;

/** How much later than a packet of Opus says its decoder gives the sound, in µs. Source: libopus, 312 samples at 48 kHz. */
export const OPUS_DELAY_US = 6500;

/** A container's name of a codec, by what its string in the codec registry begins with. */
const VIDEO_CODECS = [
  ['vp8', 'vp8'],
  ['vp9', 'vp9'],
  ['vp09', 'vp9'],
  ['av01', 'av1'],
] as const;

/** The track that an item belongs to. */
export function trackKindOf({ kind }: { readonly kind: string }): TrackKind {
  return kind === 'audio' || kind === 'encodedAudio' ? 'audio' : 'video';
}

/** The codec as the container calls it. @throws {SdkError} `unimplemented` for one that WebM does not have */
export function videoCodecOf({ codec }: EncodedVideoData): 'vp8' | 'vp9' | 'av1' {
  const found = VIDEO_CODECS.find(([prefix]) => codec.toLowerCase().startsWith(prefix));
  if (found) return found[1];
  throw new SdkError('unimplemented', `WebM has no pictures of ${codec}: record VP8, VP9 or AV1`);
}

/** When the sound or picture of a packet is, in µs on the clock of its source. */
export function startUs(packet: Packet): number {
  return packet.kind === 'encodedAudio' ? packet.timestampUs - OPUS_DELAY_US : packet.timestampUs;
}

/** How long a packet lasts, in µs; a guess where nobody said. */
export function durationUs({ kind, durationUs }: Packet): number {
  return durationUs ?? (kind === 'encodedAudio' ? 20_000 : 33_333);
}
