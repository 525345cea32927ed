import type { Framing } from './framing.ts';

/**
 * How messages look on the wire: our own; one `remotemedia.v1.DataBuffer` each, as RemoteMedia's servers speak; or the
 * JSON envelope of RemoteMedia's mesh peers.
 */
export type LaneFraming = 'native' | 'data-buffer' | 'envelope';

/** Gets a framing that is not part of the first load, for one lane. */
export async function loadFraming(name: 'data-buffer' | 'envelope'): Promise<Framing> {
  if (name === 'envelope') return (await import('./envelope.ts')).envelopeFraming;
  return (await import('./data-buffer.ts')).createDataBufferFraming();
}
