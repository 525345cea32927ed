import type { Manifest } from '../../manifest/manifest.ts';

/** A node, or a chain with it, and what is looked at. */
export interface EqualityCase {
  readonly name: string;
  /** Types of nodes that the case is about. */
  readonly covers: readonly string[];
  readonly manifest: Manifest;
  /** The node whose output is compared. */
  readonly watch: string;
  /** Channels of the signal. */
  readonly channelCount: number;
  /** Whether the output does not depend on how the sound is cut into blocks. */
  readonly isAnyCut: boolean;
}

type Params = Readonly<Record<string, unknown>>;

/** One node on its own. */
function lone(
  type: string,
  params: Params = {},
  { channelCount = 1, isAnyCut = true, name = type } = {},
): EqualityCase {
  const manifest = { nodes: [{ id: 'n', node_type: type, params }] } as Manifest;
  return { name, covers: [type], manifest, watch: 'n', channelCount, isAnyCut };
}

/** Nodes in a row; the last one is looked at. */
function row(
  name: string,
  nodes: readonly (readonly [type: string, params?: Params])[],
  isAnyCut: boolean,
): EqualityCase {
  const manifest = {
    nodes: nodes.map(([type, params = {}], index) => ({ id: `n${index}`, node_type: type, params })),
    connections: nodes.slice(1).map((_, index) => ({ from: `n${index}`, to: `n${index + 1}` })),
  } as Manifest;
  const covers = nodes.map(([type]) => type);
  return { name, covers, manifest, watch: `n${nodes.length - 1}`, channelCount: 1, isAnyCut };
}

/**
 * Every node of the audio thread that takes or gives sound; a test says which one is missing. Cases with a node that cannot
 * be there are for the other hosts.
 */
export const EQUALITY_CASES: readonly EqualityCase[] = [
  lone('Input'),
  lone('Output'),
  lone('PassThrough'),
  lone('Echo'),
  lone('Gain', { gain_db: -3.5 }, { channelCount: 2 }),
  lone('HighPass', { frequency_hz: 120 }, { channelCount: 2 }),
  lone('Limiter', { ceiling_db: -3 }, { channelCount: 2 }),
  lone('RobotVoice'),
  lone('AudioMixer'),
  lone('ChannelMap', {}, { channelCount: 2 }),
  lone('AudioChunker', { chunk_size: 512 }),
  lone('AudioFormatConverter', {}, { channelCount: 2 }),
  lone('FastResample', { target_rate: 16_000, quality: 'High' }),
  lone('FastResample', { target_rate: 44_100, quality: 'Medium' }, { name: 'FastResample 44100' }),
  row(
    'six in a row',
    [['HighPass'], ['NoiseSuppression'], ['Gain', { gain_db: 6 }], ['RobotVoice'], ['Limiter'], ['AudioLevel']],
    false,
  ),
  lone('NoiseSuppression'),
  lone('VoiceActivityDetection'),
  lone('AudioLevel', {}, { channelCount: 2, isAnyCut: false }),
  lone('ClippingDetector', {}, { isAnyCut: false }),
  lone('ChannelBalance', {}, { channelCount: 2, isAnyCut: false }),
  lone('SilenceDetector', {}, { isAnyCut: false }),
  lone('SpeechPresence', { emit_interval_ms: 100 }, { channelCount: 2, isAnyCut: false }),
  lone('ConversationFlow', { emit_interval_ms: 200 }, { channelCount: 2, isAnyCut: false }),
  row('utterances', [['VoiceActivityDetection'], ['AudioBufferAccumulator']], false),
  lone('OpusEncode'),
  row('Opus there and back', [['OpusEncode'], ['OpusDecode']], true),
];

/** Nodes that compare sound with the clock of their host: what they find is another thing in each, and meant to be. */
export const NODES_OF_THE_CLOCK: readonly string[] = ['TimingDrift'];
