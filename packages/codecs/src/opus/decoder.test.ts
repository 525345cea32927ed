import { expect, test } from 'vitest';
import { OpusDecoder } from './decoder.ts';
import type { OpusDecoderConfig } from './decoder-config.ts';
import { OpusEncoder } from './encoder.ts';
import { inspectOpusPacket } from './packet.ts';
import { opusModule, randomNumbers, signalToNoise, voice } from './sounds-contract.ts';

const module = opusModule();

/** A second of voice in packets of 20 ms that repeat each other. */
function packetsWithFec(): Uint8Array[] {
  using encoder = new OpusEncoder(module, {
    application: 'voip',
    bitrate: 32_000,
    signal: 'voice',
    bandwidth: 'wideband',
    inbandFec: true,
    expectedLossPercent: 20,
  });
  const pcm = voice(48000, 48000);
  return Array.from({ length: 50 }, (_, index) => encoder.encode(pcm.subarray(index * 960, (index + 1) * 960)).slice());
}

const packets = packetsWithFec();

test('what a packet repeats of the one before sounds more like it than what is made up', () => {
  const mended: number[] = [];
  const madeUp: number[] = [];
  for (let lost = 10; lost < 45; lost += 1) {
    const next = packets[lost + 1] ?? new Uint8Array();
    if (!inspectOpusPacket(next).hasFec) continue;
    using whole = new OpusDecoder(module);
    using one = new OpusDecoder(module);
    using other = new OpusDecoder(module);
    for (const packet of packets.slice(0, lost)) for (const decoder of [whole, one, other]) decoder.decode(packet);
    const wanted = whole.decode(packets[lost] ?? new Uint8Array()).slice();
    if (wanted.every((sample) => Math.abs(sample) < 0.02)) continue;
    mended.push(signalToNoise(wanted, one.decodeFec(next, 960)));
    madeUp.push(signalToNoise(wanted, other.conceal(960)));
  }
  const mean = (list: readonly number[]) => list.reduce((sum, value) => sum + value, 0) / list.length;
  expect(mended.length).toBeGreaterThan(5);
  expect(mean(mended)).toBeGreaterThan(mean(madeUp) + 3);
});

test('a lost packet is concealed at every length, and gets quieter when nothing comes', () => {
  using decoder = new OpusDecoder(module);
  for (const packet of packets.slice(0, 20)) decoder.decode(packet);
  for (const frames of [120, 240, 480, 960, 1920, 2880, 3840, 4800, 5760]) {
    expect(decoder.conceal(frames).length).toBe(frames);
    expect(decoder.lastPacketFrames).toBe(frames);
  }
  expect(decoder.conceal(960).every((sample) => Math.abs(sample) < 0.01)).toBe(true);
});

test('lengths that cannot be concealed are refused', () => {
  using decoder = new OpusDecoder(module, { sampleRate: 16000 });
  for (const frames of [0, -40, 39, 40.5, 1960, Number.NaN, Number.POSITIVE_INFINITY]) {
    expect(() => decoder.conceal(frames)).toThrow(/\[out-of-range\] frames must be a multiple of 40/);
    expect(() => decoder.decodeFec(packets[0] ?? new Uint8Array(), frames)).toThrow(/out-of-range/);
  }
});

test('a packet comes out at any rate and with any number of channels', () => {
  for (const sampleRate of [8000, 12000, 16000, 24000, 48000] as const) {
    for (const channelCount of [1, 2] as const) {
      using decoder = new OpusDecoder(module, { sampleRate, channelCount });
      expect(decoder.decode(packets[20] ?? new Uint8Array()).length).toBe((sampleRate / 50) * channelCount);
      expect(decoder.lastPacketFrames).toBe(sampleRate / 50);
    }
  }
});

test('gain makes the sound louder by as much', () => {
  const peak = (gainDb: number) => {
    using decoder = new OpusDecoder(module, { gainDb });
    return Math.max(...packets.slice(0, 30).flatMap((packet) => [...decoder.decode(packet)]));
  };
  expect(20 * Math.log10(peak(6) / peak(0))).toBeCloseTo(6, 1);
  using decoder = new OpusDecoder(module);
  decoder.update({ gainDb: -128, phaseInversionDisabled: true });
  expect(Math.max(...decoder.decode(packets[20] ?? new Uint8Array()))).toBeLessThan(1e-5);
});

test('the pitch of a voice is told', () => {
  using decoder = new OpusDecoder(module);
  const pitches = packets.map((packet) => {
    decoder.decode(packet);
    return decoder.pitch;
  });
  // The voice is between 90 and 150 Hz.
  expect(pitches.some((pitch) => pitch > 48000 / 160 && pitch < 48000 / 80)).toBe(true);
});

test('after a reset a decoder does what a new one does', () => {
  using decoder = new OpusDecoder(module);
  const first = decoder.decode(packets[15] ?? new Uint8Array()).slice();
  expect(decoder.decode(packets[15] ?? new Uint8Array())).not.toEqual(first);
  decoder.reset();
  expect(decoder.decode(packets[15] ?? new Uint8Array())).toEqual(first);
});

test('bytes that are no packet are a typed error, and the next packet is decoded', () => {
  using decoder = new OpusDecoder(module);
  expect(() => decoder.decode(new Uint8Array())).toThrow(/\[data-loss\] a packet has 1 to/);
  expect(() => decoder.decode(new Uint8Array(70_000))).toThrow(/data-loss/);
  expect(() => decoder.decode(Uint8Array.of(0xff))).toThrow(/R6/);
  expect(() => decoder.decode(Uint8Array.of(0xff, 63))).toThrow(/R5/);
  expect(() => decoder.decode(Uint8Array.of(0x01, 1, 2, 3))).toThrow(/decode: the packet is no valid Opus packet/);
  expect(() => decoder.decode('packet' as never)).toThrow(/\[invalid-argument\] a packet must be a Uint8Array/);
  expect(() => decoder.decode(undefined as never)).toThrow(/invalid-argument/);
  expect(decoder.decode(packets[0] ?? new Uint8Array()).length).toBe(960);
});

test('random bytes never do more than fail', () => {
  using decoder = new OpusDecoder(module, { channelCount: 2 });
  const random = randomNumbers(99);
  let decoded = 0;
  for (let index = 0; index < 3000; index += 1) {
    const packet = Uint8Array.from({ length: 1 + Math.floor(random() * 60) }, () => random() * 256);
    try {
      const pcm = decoder.decode(packet);
      expect(pcm.length / 2).toBe((inspectOpusPacket(packet).durationUs * 48) / 1000);
      expect(pcm.every(Number.isFinite)).toBe(true);
      decoded += 1;
    } catch (error) {
      expect(error).toMatchObject({ code: 'data-loss' });
      expect(() => inspectOpusPacket(packet)).toThrow(/data-loss/);
    }
  }
  expect(decoded).toBeGreaterThan(1000);
});

test.each([
  [{ sampleRate: 44100 }, /sampleRate must be one of/],
  [{ channelCount: 0 }, /channelCount must be one of 1, 2, not 0/],
  [{ gainDb: 200 }, /gainDb must be from -128/],
  [{ gainDb: Number.NaN }, /gainDb/],
  [{ phaseInversionDisabled: 'no' }, /phaseInversionDisabled must be true or false/],
])('the config %o is refused by name', (config, message) => {
  expect(() => new OpusDecoder(module, config as OpusDecoderConfig)).toThrow(message);
});

test('a closed decoder says so, by its name', () => {
  const decoder = new OpusDecoder(module);
  decoder.close();
  decoder.close();
  const closed = /\[failed-precondition\] OpusDecoder\.\w+ was called on an object that is closed/;
  expect(() => decoder.decode(packets[0] ?? new Uint8Array())).toThrow(closed);
  expect(() => decoder.conceal(960)).toThrow(closed);
  expect(() => decoder.update({})).toThrow(closed);
  expect(() => decoder.pitch).toThrow(closed);
});
