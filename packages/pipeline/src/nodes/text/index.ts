import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { srtOutput } from './srt-output.ts';
import { textCollector } from './text-collector.ts';

/** Nodes of text. */
export const textNodes: readonly AnyNodeDefinition[] = [textCollector, srtOutput];
