import type { AnyNodeDefinition } from '../../node/node-definition.ts';

/** Nodes that deal with speech: they suppress noise and detect voices. */
export const voiceNodes: readonly AnyNodeDefinition[] = [];
