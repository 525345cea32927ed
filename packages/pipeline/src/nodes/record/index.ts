import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { recorder } from './recorder.ts';

/** Nodes that write files. What is heavy of them is loaded when one is made. */
export const recordNodes: readonly AnyNodeDefinition[] = [recorder];
