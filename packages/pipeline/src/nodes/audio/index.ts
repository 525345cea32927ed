import type { AnyNodeDefinition } from '../../node/node-definition.ts';

/** The nodes of sound: gain, filters, mixing, sampling rates. All run on the audio thread. */
export const audioNodes: readonly AnyNodeDefinition[] = [];
