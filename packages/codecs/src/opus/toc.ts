import type { OpusBandwidth } from './encoder-config.ts';

/** Which codec a packet is of: the one for speech, the one for everything, or both (RFC 6716, 2). */
export type OpusMode = 'silk' | 'hybrid' | 'celt';

/** What the configuration number of a packet stands for (RFC 6716, table 2). */
export interface OpusPacketKind {
  /** Which codec. */
  readonly mode: OpusMode;
  /** How much of the spectrum. */
  readonly bandwidth: OpusBandwidth;
  /** Of each frame, µs. */
  readonly frameDurationUs: number;
}

function kinds(mode: OpusMode, bandwidth: OpusBandwidth, durationsUs: readonly number[]): OpusPacketKind[] {
  return durationsUs.map((frameDurationUs) => ({ mode, bandwidth, frameDurationUs }));
}

const SILK_US = [10_000, 20_000, 40_000, 60_000];
const HYBRID_US = [10_000, 20_000];
const CELT_US = [2_500, 5_000, 10_000, 20_000];

/** RFC 6716, table 2, by configuration number. */
export const PACKET_KINDS: readonly OpusPacketKind[] = [
  ...kinds('silk', 'narrowband', SILK_US),
  ...kinds('silk', 'mediumband', SILK_US),
  ...kinds('silk', 'wideband', SILK_US),
  ...kinds('hybrid', 'superwideband', HYBRID_US),
  ...kinds('hybrid', 'fullband', HYBRID_US),
  ...kinds('celt', 'narrowband', CELT_US),
  ...kinds('celt', 'wideband', CELT_US),
  ...kinds('celt', 'superwideband', CELT_US),
  ...kinds('celt', 'fullband', CELT_US),
];

/** The longest packet, µs (RFC 6716, 3.4, R5). */
export const LONGEST_US = 120_000;

/**
 * How long a packet lasts by its first two bytes, without a look at the rest.
 *
 * @returns µs, and 0 for a packet that is empty, cut after the first of two bytes, or longer than 120 ms
 */
export function packetDurationUs(packet: Uint8Array): number {
  const toc = packet[0];
  if (toc === undefined) return 0;
  const frameUs = PACKET_KINDS[toc >> 3]?.frameDurationUs ?? 0;
  const code = toc & 3;
  const count = code === 3 ? (packet[1] ?? 0) & 63 : code === 0 ? 1 : 2;
  const durationUs = frameUs * count;
  return durationUs <= LONGEST_US ? durationUs : 0;
}
