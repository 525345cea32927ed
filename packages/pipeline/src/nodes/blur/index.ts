import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { backgroundBlur } from './background-blur.ts';

/** Nodes that know the person in a picture from the background. What is heavy of them is loaded when one is made. */
export const blurNodes: readonly AnyNodeDefinition[] = [backgroundBlur];
