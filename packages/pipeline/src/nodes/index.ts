import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { analysisNodes } from './analysis/index.ts';
import { audioNodes } from './audio/index.ts';
import { blurNodes } from './blur/index.ts';
import { flowNodes } from './flow/index.ts';
import { opusNodes } from './opus/index.ts';
import { recordNodes } from './record/index.ts';
import { textNodes } from './text/index.ts';
import { videoNodes } from './video/index.ts';
import { voiceNodes } from './voice/index.ts';

/** All nodes that come with the SDK. Their definitions are light: what a heavy one needs is loaded when it is made. */
export const builtinNodes: readonly AnyNodeDefinition[] = [
  ...flowNodes,
  ...audioNodes,
  ...analysisNodes,
  ...voiceNodes,
  ...opusNodes,
  ...videoNodes,
  ...blurNodes,
  ...textNodes,
  ...recordNodes,
];
