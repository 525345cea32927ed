import type { AnyNodeDefinition } from '../../node/node-definition.ts';

/** TODO */
export const blurNodes: readonly AnyNodeDefinition[] = [];
