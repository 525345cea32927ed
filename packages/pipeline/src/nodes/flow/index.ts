import type { AnyNodeDefinition } from '../../node/node-definition.ts';

/** TODO */
export const flowNodes: readonly AnyNodeDefinition[] = [];
