import type { AnyNodeDefinition } from '../node/node-definition.ts';
import { analysisNodes } from './analysis/index.ts';
import { audioNodes } from './audio/index.ts';
import { flowNodes } from './flow/index.ts';
import { realtimeOpusNodes } from './opus/realtime.ts';
import { textNodes } from './text/index.ts';
import { noiseSuppression } from './voice/noise-suppression.ts';
import { voiceActivityDetection } from './voice/voice-activity-detection.ts';

/**
 * The nodes that run on the audio thread. It imports only folders without heavy nodes: everything that can be reached from
 * here, by `import()` too, is in the worklet's file.
 */
export const realtimeNodes: readonly AnyNodeDefinition[] = [
  ...flowNodes,
  ...audioNodes,
  ...analysisNodes,
  noiseSuppression,
  voiceActivityDetection,
  ...realtimeOpusNodes,
  ...textNodes,
].filter(({ isRealtime }) => isRealtime === true);
