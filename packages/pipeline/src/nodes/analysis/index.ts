import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { audioLevel } from './audio-level.ts';
import { channelBalance } from './channel-balance.ts';
import { clippingDetector } from './clipping-detector.ts';
import { conversationFlow } from './conversation-flow.ts';
import { eventCorrelator } from './event-correlator.ts';
import { sessionHealth } from './session-health.ts';
import { silenceDetector } from './silence-detector.ts';
import { speechPresence } from './speech-presence.ts';
import { timingDrift } from './timing-drift.ts';

/** Nodes that measure sound, timing and events, and tell what they found. */
export const analysisNodes: readonly AnyNodeDefinition[] = [
  audioLevel,
  silenceDetector,
  clippingDetector,
  channelBalance,
  speechPresence,
  conversationFlow,
  sessionHealth,
  timingDrift,
  eventCorrelator,
];
