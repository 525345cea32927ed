import type { AudioLevelEvent } from './analysis/audio-level.ts';
import type { ChannelBalanceEvent } from './analysis/channel-balance.ts';
import type { ClippingEvent } from './analysis/clipping-detector.ts';
import type { ConversationFlowEvent } from './analysis/conversation-flow.ts';
import type { IncidentEvent } from './analysis/event-correlator.ts';
import type { SessionHealthEvent } from './analysis/session-health.ts';
import type { SilenceEvent } from './analysis/silence-detector.ts';
import type { SpeechPresenceEvent } from './analysis/speech-presence.ts';
import type { TimingEvent } from './analysis/timing-drift.ts';
import type { RecorderEvent } from './record/recorder.ts';
import type { VoiceActivityEvent } from './voice/voice-activity-event.ts';

/**
 * What nodes tell beside media: the JSON of their events, by the type of the node. Members are named as upstream names
 * them. An application adds its own nodes by declaring this interface once more.
 */
export interface NodeEvents {
  /** How loud sound is. */
  readonly AudioLevel: AudioLevelEvent;
  /** How left and right compare. */
  readonly ChannelBalance: ChannelBalanceEvent;
  /** Whether sound is clipped. */
  readonly ClippingDetector: ClippingEvent;
  /** Who has which share of a conversation. */
  readonly ConversationFlow: ConversationFlowEvent;
  /** Alerts that belong together. */
  readonly EventCorrelator: IncidentEvent;
  /** When a file begins and ends. */
  readonly Recorder: RecorderEvent;
  /** How a session is, all in all. */
  readonly SessionHealth: SessionHealthEvent;
  /** Silence and dropouts. */
  readonly SilenceDetector: SilenceEvent;
  /** Who speaks, by level alone. */
  readonly SpeechPresence: SpeechPresenceEvent;
  /** When somebody speaks, by the model Silero VAD. */
  readonly SileroVAD: VoiceActivityEvent;
  /** How media times run beside the clock. */
  readonly TimingDrift: TimingEvent;
  /** When somebody speaks. */
  readonly VoiceActivityDetection: VoiceActivityEvent;
}
