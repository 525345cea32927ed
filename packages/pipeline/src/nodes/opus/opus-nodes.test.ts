import { loadCodec } from '@remotemedia/codecs';
import { inspectOpusPacket, OpusDecoder, OpusEncoder, opusHeapUsedBytes } from '@remotemedia/codecs/opus';
import { beforeAll, describe, expect, test } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { EncodedAudioData, RuntimeData } from '../../data/runtime-data.ts';
import type { AnyNodeDefinition } from '../../node/node-definition.ts';
import { blocksOf, difference, type NodeAtWork, nodeAtWork, noise, soundOf, tone } from '../audio/sound-contract.ts';
import { opusDecode } from './opus-decode.ts';
import { opusEncode } from './opus-encode.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadCodec('opus');
});

function work(definition: AnyNodeDefinition, params: Readonly<Record<string, unknown>> = {}): NodeAtWork {
  return nodeAtWork(definition, params, { asset: () => module });
}

function packetsOf(items: readonly RuntimeData[]): EncodedAudioData[] {
  return items.filter((item) => item.kind === 'encodedAudio');
}

/** All sound into packets. */
function encoded(
  planes: readonly Float32Array[],
  params: Readonly<Record<string, unknown>> = {},
  options: { sampleRate?: number; blockLength?: number } = {},
): EncodedAudioData[] {
  const encoder = work(opusEncode, params);
  for (const block of blocksOf(planes, options)) encoder.put(block);
  encoder.flush();
  encoder.close();
  return packetsOf(encoder.emitted);
}

/** Signal to noise in dB, when `got` is late by so many samples. */
function qualityDb(wanted: Float32Array, got: Float32Array, delay: number): number {
  let signal = 0;
  let rest = 0;
  for (const [frame, sample] of wanted.entries()) {
    signal += sample ** 2;
    rest += (sample - (got[frame + delay] ?? 0)) ** 2;
  }
  return 10 * Math.log10(signal / rest);
}

/** Something like speech: a tone that swells twice in a second. */
const voice = tone(220, 48_000, { level: 0.4 }).map(
  (sample, frame) => sample * Math.abs(Math.sin((4 * Math.PI * frame) / 48_000)),
);

describe('OpusEncode', () => {
  test.each([128, 441, 960])('gives the very packets that the core gives, from blocks of %i', (blockLength) => {
    using core = new OpusEncoder(module, { bitrate: 64_000, channelCount: 2 });
    const right = noise(9600, { level: 0.1 });
    const packets = encoded([voice.slice(0, 9600), right], {}, { blockLength });
    for (const [index, packet] of packets.slice(0, 10).entries()) {
      const pcm = new Float32Array(1920).map((_, at) => (at % 2 ? right : voice)[index * 960 + (at >> 1)] ?? 0);
      expect(packet.data).toEqual(core.encode(pcm).slice());
      expect(packet).toMatchObject({ codec: 'opus', sampleRate: 48_000, channelCount: 2, durationUs: 20_000 });
      expect(Math.abs(packet.timestampUs - index * 20_000)).toBeLessThan(1);
    }
    // One more brings out what the encoder holds back.
    expect(packets).toHaveLength(11);
  });

  test.each([2.5, 5, 10, 40, 60, 80, 100, 120])('packets hold %f ms if told', (frameMs) => {
    const packets = encoded([voice.slice(0, 5760 * 2)], { frameMs });
    expect(new Set(packets.map(({ data }) => inspectOpusPacket(data).durationUs))).toEqual(new Set([frameMs * 1000]));
  });

  test.each([8000, 12_000, 16_000, 24_000])('takes sound of %i Hz', (sampleRate) => {
    const packets = encoded([noise(sampleRate, { level: 0.2 })], {}, { sampleRate });
    expect(packets.length).toBe(51);
  });

  test('with dtx, silence becomes packets of one or two bytes', () => {
    const sound = new Float32Array(96_000);
    sound.set(voice);
    const packets = encoded([sound], { dtx: true, application: 'voip', signal: 'voice', bitrate: 24_000 });
    expect(packets.some(({ data }) => data.length <= 2)).toBe(true);
  });

  test('other settings take hold in mid-stream', () => {
    const encoder = work(opusEncode, { bitrate: 128_000 });
    for (const [index, block] of blocksOf([noise(48_000)], { blockLength: 960 }).entries()) {
      if (index === 25) encoder.set({ bitrate: 12_000 });
      if (index === 40) encoder.set({ frameMs: 40 });
      encoder.put(block);
    }
    const packets = packetsOf(encoder.emitted);
    const bytes = (from: number, to: number) =>
      packets.slice(from, to).reduce((sum, { data }) => sum + data.length, 0) / (to - from);
    expect(bytes(5, 25)).toBeGreaterThan(250);
    expect(bytes(30, 40)).toBeLessThan(60);
    expect(packets.at(-1)?.durationUs).toBe(40_000);
    encoder.close();
  });

  test('what Opus cannot take is refused, when compiling and when running', () => {
    const values = { frameMs: 20 };
    expect(opusEncode.audioFormat?.(values, { sampleRate: 44_100, channelCount: 1 })).toEqual({
      conflict: expect.stringMatching(/48000 Hz, not 44100; put FastResample/),
    });
    expect(opusEncode.audioFormat?.(values, { sampleRate: 48_000, channelCount: 6 })).toEqual({
      conflict: expect.stringMatching(/not 6; put ChannelMap/),
    });
    const encoder = work(opusEncode);
    expect(() => encoder.put(new AudioBlock(44_100, [noise(128)]))).toThrow(/44100/);
    encoder.put(new AudioBlock(48_000, [noise(960)]));
    expect(encoder.emitted).toHaveLength(1);
    encoder.close();
  });

  test('without its code it says what it needs', () => {
    expect(() => nodeAtWork(opusEncode, {}, { asset: () => 'opus.wasm' })).toThrow(
      /"opus" as a compiled module, not an address/,
    );
  });
});

describe('OpusDecode', () => {
  test('gives the very sound that the core gives, with its time', () => {
    const packets = encoded([voice], { application: 'voip', bitrate: 32_000 });
    using core = new OpusDecoder(module);
    const decoder = work(opusDecode);
    for (const packet of packets) {
      decoder.put(packet);
      expect(soundOf(decoder.emitted.slice(-1))[0]).toEqual(core.decode(packet.data).slice());
      expect(decoder.emitted.at(-1)).toMatchObject({
        timestampUs: packet.timestampUs,
        sampleRate: 48_000,
        frames: 960,
      });
    }
    decoder.close();
  });

  test('there and back a voice is what it was, 6.5 ms later', () => {
    const decoder = work(opusDecode);
    for (const packet of encoded([voice], { bitrate: 96_000 })) decoder.put(packet);
    const [got = new Float32Array(0)] = soundOf(decoder.emitted);
    expect(qualityDb(voice, got, 312)).toBeGreaterThan(20);
    decoder.close();
  });

  test('what is lost is filled, so that no time is missing', () => {
    const packets = encoded([voice], { application: 'voip' });
    const decoder = work(opusDecode);
    for (const [index, packet] of packets.entries()) if (![10, 20, 21, 22].includes(index)) decoder.put(packet);
    const [got = new Float32Array(0)] = soundOf(decoder.emitted);
    expect(got.length).toBe(packets.length * 960);
    const hole = got.subarray(10 * 960, 11 * 960);
    expect(hole.some((sample) => Math.abs(sample) > 0.01)).toBe(true);
    const times = decoder.emitted.map((item) => (item.kind === 'audio' ? Math.round(item.timestampUs) : 0));
    expect(times.slice(9, 13)).toEqual([180_000, 200_000, 220_000, 240_000]);
    decoder.close();
  });

  test('what the next packet repeats is nearer to the truth than what is made up', () => {
    const settings = { application: 'voip', signal: 'voice', bitrate: 40_000, fec: true, expectedLossPercent: 30 };
    const packets = encoded([voice.map((sample, frame) => sample * Math.sin(frame * frame * 1e-6))], settings);
    const lost = packets.findIndex(({ data }, index) => index > 10 && inspectOpusPacket(data).hasFec) - 1;
    expect(lost).toBeGreaterThan(0);
    const heard = (params: Readonly<Record<string, unknown>>, isWhole: boolean) => {
      const decoder = work(opusDecode, params);
      for (const [index, packet] of packets.entries()) if (isWhole || index !== lost) decoder.put(packet);
      decoder.close();
      return soundOf(decoder.emitted)[0]?.slice(lost * 960, (lost + 1) * 960) ?? new Float32Array(0);
    };
    const truth = heard({}, true);
    expect(qualityDb(truth, heard({ fec: true }, false), 0)).toBeGreaterThan(
      qualityDb(truth, heard({ fec: false }, false), 0) + 3,
    );
  });

  test('a gap longer than max_conceal_ms stays a gap', () => {
    const packets = encoded([voice]);
    const decoder = work(opusDecode, { maxConcealMs: 60 });
    for (const [index, packet] of packets.entries()) if (index < 10 || index > 13) decoder.put(packet);
    expect(decoder.emitted).toHaveLength(packets.length - 4);
    decoder.close();
  });

  test('what comes too late or twice is dropped, and a clock that starts anew is followed', () => {
    const packets = encoded([voice]);
    const decoder = work(opusDecode);
    for (const index of [0, 1, 2, 1, 2, 3]) decoder.put(packets[index] ?? { kind: 'text', text: '' });
    expect(decoder.emitted).toHaveLength(4);
    for (const packet of packets.slice(0, 2)) decoder.put({ ...packet, timestampUs: packet.timestampUs - 5_000_000 });
    expect(decoder.emitted).toHaveLength(6);
    decoder.close();
  });

  test('bytes that are no packet, and other codecs, are faults of that item; the next one is decoded', () => {
    const [first, second] = encoded([voice]);
    const decoder = work(opusDecode);
    if (!first || !second) throw new Error('no packets');
    decoder.put(first);
    expect(() => decoder.put({ ...second, data: new Uint8Array(0) })).toThrow(/data-loss/);
    expect(() => decoder.put({ ...second, data: new Uint8Array([0xff, 0xff]) })).toThrow(/data-loss/);
    expect(() => decoder.put({ ...second, codec: 'pcm-s16' })).toThrow(/codec "opus", not "pcm-s16"/);
    decoder.put(second);
    for (const timestampUs of [Number.NaN, 1e300, -1e300, Number.POSITIVE_INFINITY])
      decoder.put({ ...second, timestampUs });
    expect(decoder.emitted.length).toBeGreaterThanOrEqual(2);
    expect(decoder.emitted.length).toBeLessThan(20);
    decoder.close();
  });

  test('rate and channels of the output are as told', () => {
    const decoder = work(opusDecode, { sampleRate: 16_000, channels: 2 });
    for (const packet of encoded([voice])) decoder.put(packet);
    expect(decoder.emitted[0]).toMatchObject({ sampleRate: 16_000, channelCount: 2, frames: 320 });
    decoder.close();
  });
});

test('streams have coders of their own, and closing gives all memory back', () => {
  const before = opusHeapUsedBytes(module);
  const encoder = work(opusEncode);
  const decoder = work(opusDecode);
  for (const streamId of ['ann', 'ben', 'cleo']) {
    for (const block of blocksOf([voice.slice(0, 9600)], { streamId })) encoder.put(block);
  }
  encoder.flush();
  for (const packet of packetsOf(encoder.emitted)) decoder.put(packet);
  const his = decoder.emitted.filter((item) => item.kind === 'audio' && item.streamId === 'ben');
  const alone = work(opusDecode);
  for (const packet of encoded([voice.slice(0, 9600)])) alone.put(packet);
  expect(difference(soundOf(his)[0] ?? voice, soundOf(alone.emitted)[0] ?? new Float32Array(0))).toBe(0);
  encoder.put(new AudioBlock(48_000, [new Float32Array(0)], 0, 0, 'ann'));
  for (const one of [encoder, decoder, alone]) one.close();
  expect(opusHeapUsedBytes(module)).toBe(before);
});

test('samples that are no numbers, or as large as can be, do not spoil what follows', () => {
  const sound = voice.slice();
  sound.fill(Number.NaN, 5000, 6000).fill(3e38, 7000, 7100).fill(Number.NEGATIVE_INFINITY, 9000, 9100);
  const decoder = work(opusDecode);
  for (const packet of encoded([sound])) decoder.put(packet);
  const [got = new Float32Array(0)] = soundOf(decoder.emitted);
  expect(qualityDb(voice.subarray(24_000), got.subarray(24_000), 312)).toBeGreaterThan(15);
  expect(got.subarray(24_000).every(Number.isFinite)).toBe(true);
  decoder.close();
});
