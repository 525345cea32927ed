import type { AnyNodeDefinition } from '../../node/node-definition.ts';

/** The nodes of Opus (RFC 6716): sound into packets and back. */
export const opusNodes: readonly AnyNodeDefinition[] = [];
