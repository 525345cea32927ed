import type { DecodeInput } from '../../ports.ts';
import type { Packed } from './coder-traits.ts';

/** A chunk on its way to the thread. Its bytes are copied, as a chunk stays the page's. */
export function packetOf({ type, timestamp, duration, data }: DecodeInput, spare?: ArrayBuffer): Packed {
  const copy = data.slice();
  const input = { type: 'packet', key: type === 'key', timestamp, duration, data: copy, spare } as const;
  return { input, transfer: spare ? [copy.buffer, spare] : [copy.buffer] };
}
