import { inspectOpusPacket, OpusDecoder, type OpusMultistreamDecoder } from '../../../../opus/index.ts';

/** Sample-frames in 2.5 ms of 48 kHz, the grain in which sound can be concealed (RFC 6716, 4.4). */
const GRAIN_FRAMES = 120;

/** The longest piece that is concealed at once: 120 ms. */
const MAX_PIECE_FRAMES = 5_760;

/** Concealment has faded to silence long before; a wild timestamp must not make hours of it. */
const MAX_GAP_FRAMES = 48_000;

const RATE = 48_000;

/**
 * Sound for a gap before a packet: what the packet repeats of the one before it, if it does, and what could have been
 * there before that.
 *
 * @param missingUs how long the gap is, µs
 * @param packet the first one after it
 * @returns pieces of interleaved samples, each valid until the next is asked for
 */
export function* fillGap(
  decoder: OpusDecoder | OpusMultistreamDecoder,
  missingUs: number,
  packet: Uint8Array,
): Generator<Float32Array, void> {
  const missing = Math.min(MAX_GAP_FRAMES, Math.floor((missingUs * RATE) / 1_000_000 / GRAIN_FRAMES) * GRAIN_FRAMES);
  const repeated = decoder instanceof OpusDecoder ? Math.min(missing, repeatedFrames(packet)) : 0;
  for (let left = missing - repeated; left > 0; left -= MAX_PIECE_FRAMES) {
    yield decoder.conceal(Math.min(left, MAX_PIECE_FRAMES));
  }
  if (repeated > 0 && decoder instanceof OpusDecoder) yield decoder.decodeFec(packet, repeated);
}

/** Sample-frames of the packet before that this one repeats: of the last of them, as long as its own frame. */
function repeatedFrames(packet: Uint8Array): number {
  const { hasFec, frameDurationUs } = inspectOpusPacket(packet);
  return hasFec ? (frameDurationUs * RATE) / 1_000_000 : 0;
}
