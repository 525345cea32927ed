import type { DecodeInput } from '../../../engine/ports.ts';
import type { EncodedChunkType } from '../../data/index.ts';

/** What the two kinds of chunks have in common. */
interface Chunk {
  readonly type: EncodedChunkType;
  readonly timestamp: number;
  readonly duration: number | null;
}

/** A chunk as an engine gets it. */
export function inputOfChunk({ type, timestamp, duration }: Chunk, data: Uint8Array<ArrayBuffer>): DecodeInput {
  return { type, timestamp, data, ...(duration !== null && { duration }) };
}
