import { beforeAll, expect, it } from 'vitest';
import { loadCodec } from '../../../../module/load-codec.ts';
import type { AudioDecoderConfig, AudioEncoderConfig } from '../../../../webcodecs/coders/config-types.ts';
import type { DecodedAudio, EncodedMessage } from '../../payloads.ts';
import type { CoderOutput } from '../../protocol.ts';
import type { Steps } from '../coder-session.ts';
import { AudioDecoderSession } from './audio-decoder-session.ts';
import { AudioEncoderSession } from './audio-encoder-session.ts';

const OPUS: AudioEncoderConfig = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1, bitrate: 32_000 };
let opus: WebAssembly.Module;

beforeAll(async () => {
  opus = await loadCodec('opus');
});

function outputsOf(steps: Steps): CoderOutput[] {
  return [...steps].filter((output) => output !== undefined);
}

function isEncoded(output: CoderOutput): output is EncodedMessage {
  return output.type === 'encoded';
}

function isAudio(output: CoderOutput): output is DecodedAudio {
  return output.type === 'audio';
}

function encode(config: AudioEncoderConfig, samples: Float32Array<ArrayBuffer>): EncodedMessage[] {
  const session = new AudioEncoderSession();
  const { sampleRate, numberOfChannels } = config;
  try {
    return [
      ...outputsOf(session.configure(config, opus)),
      ...outputsOf(session.process({ type: 'pcm', sampleRate, numberOfChannels, timestamp: 0, data: samples })),
      ...outputsOf(session.flush()),
    ].filter(isEncoded);
  } finally {
    session.close();
  }
}

function decode(config: AudioDecoderConfig, packets: readonly EncodedMessage[]): DecodedAudio[] {
  const session = new AudioDecoderSession();
  try {
    outputsOf(session.configure(config, opus));
    const outputs = packets.flatMap(({ timestamp, data }) =>
      outputsOf(session.process({ type: 'packet', key: true, timestamp, data })),
    );
    return outputs.filter(isAudio);
  } finally {
    session.close();
  }
}

function voice(frames: number): Float32Array<ArrayBuffer> {
  return Float32Array.from({ length: frames }, (_, i) => Math.sin(i / 40) * (0.2 + 0.2 * Math.sin(i / 900)));
}

it.each([2_500, 5_000, 10_000, 20_000, 40_000, 60_000, 80_000, 100_000, 120_000])(
  'makes packets of %i µs',
  (frameDuration) => {
    const packets = encode({ ...OPUS, opus: { frameDuration } }, voice(12_000));
    expect(packets.length).toBe(Math.ceil((250_000 + 6_500) / frameDuration));
    expect(packets.map(({ timestamp }) => timestamp)).toEqual(packets.map((_, index) => index * frameDuration));
    expect(new Set(packets.map(({ duration }) => duration))).toEqual(new Set([frameDuration]));
  },
);

it('leaves out packets of silence with usedtx, and their times stay free', () => {
  const samples = new Float32Array(48_000 * 2);
  samples.set(voice(24_000));
  const config: AudioEncoderConfig = { ...OPUS, opus: { usedtx: true, application: 'voip', signal: 'voice' } };
  const times = encode(config, samples).map(({ timestamp }) => timestamp);
  expect(times.length).toBeLessThan(90);
  expect(times.at(-1)).toBeGreaterThan(1_000_000);
});

it('refuses sound that is not what was configured', () => {
  const session = new AudioEncoderSession();
  outputsOf(session.configure(OPUS, opus));
  const wrong = { type: 'pcm', sampleRate: 44_100, numberOfChannels: 1, timestamp: 0, data: voice(441) } as const;
  expect(() => outputsOf(session.process(wrong))).toThrow('configured for 48000 Hz');
  session.close();
});

it('leaves out the pre-skip, and keeps the time of what follows', () => {
  const packets = encode(OPUS, voice(2_880));
  const description = packets[0]?.decoderConfig?.description;
  const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
  const sounds = decode(description ? { ...config, description } : config, packets);
  expect(sounds.map(({ timestamp, numberOfFrames }) => [timestamp, numberOfFrames])).toEqual([
    [0, 648],
    [13_500, 960],
    [33_500, 960],
    [53_500, 960],
  ]);
});

it('fills a gap with sound when that is wanted, within bounds', () => {
  const packets = encode(OPUS, voice(9_600));
  const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 1 };
  const [first, , , fourth] = packets;
  const some = first && fourth ? [first, fourth] : [];
  expect(decode(config, some)).toHaveLength(2);
  const filled = decode({ ...config, opusExtras: { concealment: true } }, some);
  expect(filled.reduce((sum, { numberOfFrames }) => sum + numberOfFrames, 0)).toBe(4 * 960);
  expect(filled.map(({ timestamp }) => timestamp)).toEqual([0, 20_000, 60_000]);
  const late = some.map((packet, index) => ({ ...packet, timestamp: index * 1e15 }));
  const bounded = decode({ ...config, opusExtras: { concealment: true } }, late);
  expect(bounded.reduce((sum, { numberOfFrames }) => sum + numberOfFrames, 0)).toBe(48_000 + 2 * 960);
});

it('needs a description for more than two channels', () => {
  const session = new AudioDecoderSession();
  const config = { codec: 'opus', sampleRate: 48_000, numberOfChannels: 6 };
  expect(() => outputsOf(session.configure(config, opus))).toThrow('description');
});
