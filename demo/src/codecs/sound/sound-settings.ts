import type { AudioDecoderConfig, AudioEncoderConfig, EngineChoice } from '@remotemedia/sdk/codecs';

/** What a person can set for the sound. */
export interface SoundSettings {
  /** Where the sound comes from. */
  readonly source: 'melody' | 'microphone';
  /** Who encodes. */
  readonly engine: EngineChoice;
  /** Kilobits per second. */
  readonly kilobits: number;
  /** Effort of the encoder, 0–10. */
  readonly complexity: number;
  /** Whether each packet repeats the one before it coarsely. */
  readonly fec: boolean;
  /** How many of 100 packets are lost on purpose. */
  readonly lossPercent: number;
  /** Whether what is lost is concealed. */
  readonly concealment: boolean;
}

/** What the page starts with. */
export const FIRST_SOUND: SoundSettings = {
  source: 'melody',
  engine: 'auto',
  kilobits: 32,
  complexity: 9,
  fec: true,
  lossPercent: 0,
  concealment: true,
};

/** Hertz. */
export const SAMPLE_RATE = 48_000;
/** Samples of 20 ms, one packet. */
export const BLOCK = 960;
/** One packet, µs. */
export const BLOCK_US = 20_000;

/** The encoder's configuration. */
export function opusEncoderConfig({
  engine,
  kilobits,
  complexity,
  fec,
  lossPercent,
}: SoundSettings): AudioEncoderConfig {
  return {
    codec: 'opus',
    sampleRate: SAMPLE_RATE,
    numberOfChannels: 1,
    bitrate: kilobits * 1_000,
    engine,
    opus: {
      application: 'voip',
      signal: 'voice',
      complexity,
      frameDuration: BLOCK_US,
      useinbandfec: fec,
      // Without losses to be expected, libopus repeats nothing.
      packetlossperc: fec ? Math.max(10, lossPercent) : 0,
    },
  };
}

/** The decoder's configuration: only ours can conceal what is lost. */
export function opusDecoderConfig({ concealment }: SoundSettings): AudioDecoderConfig {
  return {
    codec: 'opus',
    sampleRate: SAMPLE_RATE,
    numberOfChannels: 1,
    engine: 'wasm',
    opusExtras: { concealment },
  };
}
