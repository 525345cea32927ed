import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { noiseSuppression } from './noise-suppression.ts';
import { sileroVad } from './silero-vad.ts';
import { voiceActivityDetection } from './voice-activity-detection.ts';

/** Nodes for speech: they suppress noise and hear when somebody speaks. */
export const voiceNodes: readonly AnyNodeDefinition[] = [noiseSuppression, voiceActivityDetection, sileroVad];
