import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { opusDecode } from './opus-decode.ts';
import { opusEncode } from './opus-encode.ts';

/** The nodes of Opus that can run on the audio thread: all of them. */
export const realtimeOpusNodes: readonly AnyNodeDefinition[] = [opusDecode, opusEncode];
