import { AudioBlock } from '../audio-block.ts';
import type { JsonValue } from '../json-value.ts';
import { expected, JsonFields } from './json-fields.ts';
import { MAX_CHANNELS, MAX_MIX, MAX_SAMPLE_RATE, MAX_SAMPLES } from './json-limits.ts';

/** Samples of all channels lie side by side in this form. */
export function audioToJson(block: AudioBlock): JsonValue {
  return {
    samples: Array.from(block.toInterleaved(), finite),
    sample_rate: block.sampleRate,
    channels: block.channelCount,
    stream_id: block.streamId ?? null,
    timestamp_us: Math.max(0, Math.round(block.timestampUs)),
  };
}

/** Reads what {@link audioToJson} writes. @throws {SdkError} `invalid-argument` for anything else */
export function audioFromJson(value: unknown): AudioBlock {
  const fields = new JsonFields(value, 'Audio');
  const sampleRate = fields.integer('sample_rate', { min: 1, max: MAX_SAMPLE_RATE });
  const channelCount = fields.integer('channels', { min: 1, max: MAX_CHANNELS });
  const samples = samplesOf(fields.list('samples', MAX_SAMPLES));
  const block = AudioBlock.fromInterleaved(
    samples,
    { sampleRate, channelCount },
    fields.optionalInteger('timestamp_us'),
  );
  block.streamId = fields.optionalText('stream_id');
  return block;
}

/** Several sounds that belong together, as upstream's example of a conference has them. */
export function mixFromJson(value: unknown): readonly AudioBlock[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MAX_MIX) {
    throw expected('AudioMix', `a list of 1 to ${MAX_MIX} sounds`, value);
  }
  // Each with its variant's name, as serde writes it, or without.
  return value.map((item: unknown) => {
    const fields = new JsonFields(item, 'AudioMix');
    return audioFromJson(fields.value('Audio') ?? item);
  });
}

function samplesOf(list: readonly unknown[]): Float32Array<ArrayBuffer> {
  const samples = new Float32Array(list.length);
  for (let index = 0; index < list.length; index += 1) {
    const sample = list[index];
    if (typeof sample !== 'number' || !Number.isFinite(sample)) {
      throw expected(`Audio.samples[${index}]`, 'a number', sample);
    }
    samples[index] = Math.fround(sample);
  }
  return samples;
}

/** JSON has neither infinity nor NaN; a filter that went wild may have. */
function finite(sample: number): number {
  return Number.isFinite(sample) ? sample : 0;
}
