import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { realtimeOpusNodes } from './realtime.ts';

/** The nodes of Opus (RFC 6716): sound into packets and back. */
export const opusNodes: readonly AnyNodeDefinition[] = [...realtimeOpusNodes];
