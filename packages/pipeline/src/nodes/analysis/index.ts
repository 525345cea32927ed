import type { AnyNodeDefinition } from '../../node/node-definition.ts';

/** Nodes that measure sound and events and tell what they found. */
export const analysisNodes: readonly AnyNodeDefinition[] = [];
