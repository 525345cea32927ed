import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { calculator } from './calculator.ts';
import { echo, input, output, passThrough } from './pass-through.ts';

/** Nodes that mark the ends of a pipeline, hand items on, or serve as examples. All can run on the audio thread. */
export const flowNodes: readonly AnyNodeDefinition[] = [input, output, passThrough, echo, calculator];
