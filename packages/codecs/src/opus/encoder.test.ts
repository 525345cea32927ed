import { expect, test } from 'vitest';
import { OpusDecoder } from './decoder.ts';
import { OpusEncoder } from './encoder.ts';
import type { OpusEncoderConfig } from './encoder-config.ts';
import { OPUS_DURATIONS_MS, OPUS_SAMPLE_RATES } from './frame-sizes.ts';
import { inspectOpusPacket } from './packet.ts';
import { opusModule, signalToNoise, voice } from './sounds-contract.ts';

const module = opusModule();

/** Encodes in packets of `durationMs` and decodes each. */
function roundTrip(config: OpusEncoderConfig, pcm: Float32Array, durationMs = 20) {
  using encoder = new OpusEncoder(module, config);
  const { sampleRate, channelCount } = encoder.config;
  using decoder = new OpusDecoder(module, { sampleRate, channelCount });
  const step = (sampleRate * durationMs * channelCount) / 1000;
  const out = new Float32Array(Math.floor(pcm.length / step) * step);
  const packets: Uint8Array[] = [];
  for (let at = 0; at + step <= pcm.length; at += step) {
    const packet = encoder.encode(pcm.subarray(at, at + step));
    packets.push(packet.slice());
    out.set(decoder.decode(packet), at);
    expect(decoder.finalRange).toBe(encoder.finalRange);
  }
  return { out, packets, lookahead: encoder.lookaheadFrames };
}

test.each(OPUS_SAMPLE_RATES.flatMap((rate) => [1, 2].map((channels) => [rate, channels as 1 | 2] as const)))(
  'what is encoded at %i Hz with %i channel(s) is decoded in step, at every duration',
  (sampleRate, channelCount) => {
    const pcm = voice(sampleRate, sampleRate, channelCount);
    for (const durationMs of OPUS_DURATIONS_MS) {
      const { packets } = roundTrip({ sampleRate, channelCount }, pcm, durationMs);
      for (const packet of packets) expect(inspectOpusPacket(packet).durationUs).toBe(durationMs * 1000);
    }
  },
);

test('sound comes back as it went in, later by the lookahead', () => {
  const pcm = voice(48000, 48000);
  const { out, lookahead } = roundTrip({ bitrate: 128_000, application: 'lowdelay' }, pcm);
  expect(lookahead).toBe(120);
  expect(signalToNoise(pcm, out.subarray(lookahead))).toBeGreaterThan(15);
});

test('16-bit input makes the packets that the same floats make', () => {
  const floats = voice(9600, 48000);
  const shorts = Int16Array.from(floats, (sample) => Math.round(sample * 32767));
  const same = Float32Array.from(shorts, (sample) => sample / 32768);
  using one = new OpusEncoder(module);
  using other = new OpusEncoder(module);
  for (let at = 0; at < 9600; at += 960) {
    const packet = one.encode(shorts.subarray(at, at + 960));
    expect(packet).toEqual(other.encode(same.subarray(at, at + 960)));
  }
});

test('each application has its codec', () => {
  const pcm = voice(48000, 48000);
  const modeOf = (config: OpusEncoderConfig) =>
    new Set(
      roundTrip(config, pcm)
        .packets.slice(5)
        .map((packet) => inspectOpusPacket(packet).mode),
    );
  expect(modeOf({ application: 'voip', bitrate: 12_000 })).toEqual(new Set(['silk']));
  expect(modeOf({ application: 'lowdelay', bitrate: 12_000 })).toEqual(new Set(['celt']));
  expect(modeOf({ application: 'voip', bitrate: 32_000, bandwidth: 'fullband', signal: 'voice' })).toEqual(
    new Set(['hybrid']),
  );
});

test('every setting shows in the packets', () => {
  const pcm = voice(96000, 48000, 2);
  const base: OpusEncoderConfig = { channelCount: 2, bitrate: 48_000 };
  const kinds = (config: OpusEncoderConfig) =>
    roundTrip({ ...base, ...config }, pcm)
      .packets.slice(5)
      .map((packet) => inspectOpusPacket(packet));
  expect(kinds({ bandwidth: 'narrowband' }).every((kind) => kind.bandwidth === 'narrowband')).toBe(true);
  expect(kinds({ maxBandwidth: 'wideband' }).some((kind) => kind.bandwidth === 'fullband')).toBe(false);
  expect(kinds({ forceChannels: 1 }).every((kind) => kind.channelCount === 1)).toBe(true);
  expect(kinds({ signal: 'voice', bitrate: 24_000 }).every((kind) => kind.mode !== 'celt')).toBe(true);
  const fec = { application: 'voip', bitrate: 24_000, expectedLossPercent: 30 } as const;
  expect(kinds({ ...fec, inbandFec: true }).some((kind) => kind.hasFec)).toBe(true);
  expect(kinds(fec).some((kind) => kind.hasFec)).toBe(false);
});

test.each<[OpusEncoderConfig, OpusEncoderConfig]>([
  [{ complexity: 0 }, {}],
  [{ predictionDisabled: true }, {}],
  [{ phaseInversionDisabled: true }, { bitrate: 24_000 }],
  [{ lsbDepth: 8 }, { dtx: true, application: 'lowdelay' }],
  [{ expectedLossPercent: 30 }, {}],
])('%o changes what is made of the same sound', (setting, base) => {
  const pcm = voice(48_000, 48_000, 2);
  // The channels against each other, and so soft that only 24 bits can tell it from silence.
  for (let index = 1; index < pcm.length; index += 2) pcm[index] = -(pcm[index - 1] ?? 0);
  if (setting.lsbDepth) for (let index = 0; index < pcm.length; index += 1) pcm[index] = (pcm[index] ?? 0) * 0.003;
  const bytesOf = (config: OpusEncoderConfig) => roundTrip({ channelCount: 2, ...base, ...config }, pcm).packets;
  expect(bytesOf(setting)).not.toEqual(bytesOf({}));
});

test('a constant bitrate makes packets of one size, a variable one does not', () => {
  const pcm = voice(48000, 48000);
  const sizes = (bitrateMode: 'constant' | 'constrained' | 'variable') =>
    new Set(roundTrip({ bitrateMode, bitrate: 32_000 }, pcm).packets.map((packet) => packet.length));
  expect(sizes('constant')).toEqual(new Set([80]));
  expect(sizes('variable').size).toBeGreaterThan(10);
  expect(sizes('constrained').size).toBeGreaterThan(10);
});

test('silence with dtx becomes packets of at most two bytes, and the encoder says so', () => {
  using encoder = new OpusEncoder(module, { application: 'voip', dtx: true, bitrate: 16_000 });
  const silence = new Float32Array(960);
  let small = 0;
  for (let index = 0; index < 100; index += 1) {
    const { length } = encoder.encode(silence);
    if (encoder.inDtx && length <= 2) small += 1;
  }
  expect(small).toBeGreaterThan(60);
});

test('a packet can be as large as the format allows', () => {
  const pcm = voice(48000, 48000, 2);
  const { packets } = roundTrip({ channelCount: 2, bitrate: 'max', bitrateMode: 'constant' }, pcm, 120);
  expect(packets[0]?.length).toBeGreaterThan(6000);
});

test('settings change in mid-stream, the input does not', () => {
  using encoder = new OpusEncoder(module, { bitrate: 96_000, bitrateMode: 'constant' });
  const pcm = voice(960, 48000);
  expect(encoder.encode(pcm).length).toBe(240);
  encoder.update({ bitrate: 48_000 });
  expect(encoder.encode(pcm).length).toBe(120);
  expect(encoder.config).toMatchObject({ bitrate: 48_000, bitrateMode: 'constant' });
  expect(encoder.bitrate).toBe(48_000);
  expect(() => encoder.update({ channelCount: 2 })).toThrow(/cannot change; make another/);
  expect(() => encoder.update({ application: 'voip', complexity: 1 })).toThrow(/after the first packet/);
  expect(encoder.config.complexity).toBe(10);
  encoder.reset();
  encoder.update({ application: 'voip' });
  expect(encoder.config.application).toBe('voip');
});

test('after a reset the same sound makes the same packets', () => {
  using encoder = new OpusEncoder(module);
  const pcm = voice(4800, 48000).subarray(3840);
  const first = encoder.encode(pcm).slice();
  expect(encoder.encode(pcm)).not.toEqual(first);
  encoder.reset();
  expect(encoder.encode(pcm)).toEqual(first);
});

test.each([
  [{ sampleRate: 44100 }, /sampleRate must be one of 8000, 12000, 16000, 24000, 48000, not 44100/],
  [{ channelCount: 3 }, /channelCount must be one of 1, 2, not 3/],
  [{ application: 'toString' }, /application must be one of "voip", "audio", "lowdelay", not "toString"/],
  [{ bitrate: 0 }, /bitrate must be from 500 to 512000, not 0/],
  [{ bitrate: Number.NaN }, /bitrate must be from 500/],
  [{ bitrate: '64000' }, /bitrate must be a number from 500 to 512000, not "64000"/],
  [{ bitrateMode: 'cbr' }, /bitrateMode must be one of/],
  [{ complexity: 11 }, /complexity must be from 0 to 10, not 11/],
  [{ complexity: 1.5 }, /complexity must be a whole number, not 1.5/],
  [{ signal: 'speech' }, /signal must be/],
  [{ bandwidth: 20000 }, /bandwidth must be/],
  [{ maxBandwidth: 'auto' }, /maxBandwidth must be/],
  [{ dtx: 1 }, /dtx must be true or false, not 1/],
  [{ inbandFec: 'yes' }, /inbandFec must be/],
  [{ expectedLossPercent: 101 }, /expectedLossPercent must be from 0 to 100/],
  [{ lsbDepth: 32 }, /lsbDepth must be from 8 to 24/],
  [{ forceChannels: 2 }, /forceChannels must be one of "auto", 1, not 2/],
])('the config %o is refused by name', (config, message) => {
  expect(() => new OpusEncoder(module, config as OpusEncoderConfig)).toThrow(message);
});

test('input of another length or kind is refused, and the encoder goes on', () => {
  using encoder = new OpusEncoder(module, { sampleRate: 16000 });
  expect(() => encoder.encode(new Float32Array(321))).toThrow(/\[out-of-range\].*40, 80, 160, 320.*not 321/);
  expect(() => encoder.encode(new Float32Array(0))).toThrow(/out-of-range/);
  expect(() => encoder.encode(new Float64Array(320) as never)).toThrow(/Float32Array or an Int16Array/);
  expect(encoder.encode(new Float32Array(320)).length).toBeGreaterThan(0);
});

test('numbers that are no sound do no harm', () => {
  using encoder = new OpusEncoder(module, { channelCount: 2 });
  using decoder = new OpusDecoder(module, { channelCount: 2 });
  for (const odd of [Number.NaN, Number.POSITIVE_INFINITY, 1e30, -1e30, 1e-40]) {
    for (const config of [{ bitrate: 12_000 }, { bitrate: 128_000 }]) {
      encoder.update(config);
      const pcm = decoder.decode(encoder.encode(new Float32Array(1920).fill(odd)));
      expect(pcm.every((sample) => Number.isFinite(sample))).toBe(true);
    }
  }
});

test('a closed encoder says so, by its name', () => {
  const encoder = new OpusEncoder(module);
  encoder.close();
  encoder.close();
  const closed = /\[failed-precondition\] OpusEncoder\.\w+ was called on an object that is closed/;
  expect(() => encoder.encode(new Float32Array(960))).toThrow(closed);
  expect(() => encoder.update({ bitrate: 6000 })).toThrow(closed);
  expect(() => encoder.reset()).toThrow(closed);
  expect(() => encoder.finalRange).toThrow(closed);
});
