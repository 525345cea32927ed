import type { EncodedOutput } from '../ports.ts';

/** What the browser's chunks have in common. */
interface NativeChunk {
  readonly type: 'key' | 'delta';
  readonly timestamp: number;
  readonly duration: number | null;
  readonly byteLength: number;
  copyTo(destination: AllowSharedBufferSource): void;
}

/** A chunk of the browser in memory of ours. */
export function outputOfChunk(chunk: NativeChunk): EncodedOutput<never> {
  const data = new Uint8Array(chunk.byteLength);
  chunk.copyTo(data);
  const { type, timestamp, duration } = chunk;
  return { type, timestamp, data, ...(duration !== null && { duration }) };
}
