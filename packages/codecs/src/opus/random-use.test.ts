import { expect, test } from 'vitest';
import { attempt } from '../module/attempt-contract.ts';
import { Dice } from '../module/dice-contract.ts';
import {
  OPUS_SAMPLE_RATES,
  OpusDecoder,
  OpusEncoder,
  type OpusEncoderConfig,
  OpusMultistreamDecoder,
  opusHeapUsedBytes,
} from './index.ts';
import { opusModule, voice } from './sounds-contract.ts';

const module = opusModule();
const sound = voice(11_520, 48000);

/** Some fields, now and then with a value that is not allowed. */
function someSettings(dice: Dice): OpusEncoderConfig {
  return dice.some({
    application: () => dice.of(['voip', 'audio', 'lowdelay', 'radio']),
    bitrate: () => dice.of([500, 6000, 24_000, 64_000, 510_000, 512_000, 'auto', 'max', -1, 2 ** 40]),
    bitrateMode: () => dice.of(['variable', 'constrained', 'constant', 'none']),
    complexity: () => dice.of([0, 1, 5, 10, 11, 0.5]),
    signal: () => dice.of(['auto', 'voice', 'music', null]),
    bandwidth: () => dice.of(['auto', 'narrowband', 'mediumband', 'wideband', 'superwideband', 'fullband', 7]),
    maxBandwidth: () => dice.of(['narrowband', 'mediumband', 'wideband', 'superwideband', 'fullband', '']),
    dtx: () => dice.of([true, false, 1]),
    inbandFec: () => dice.of([true, false, 'yes']),
    expectedLossPercent: () => dice.of([0, 1, 30, 100, 101, Number.NaN]),
    lsbDepth: () => dice.of([8, 16, 24, 25]),
    predictionDisabled: () => dice.of([true, false]),
    phaseInversionDisabled: () => dice.of([true, false]),
    forceChannels: () => dice.of(['auto', 1, 2, 3]),
  });
}

/** Sound, silence, noise, or what is no sound, of a length that is mostly allowed. */
function someSound(dice: Dice, sampleRate: number, channelCount: number): Float32Array | Int16Array {
  const ms = dice.of([2.5, 5, 10, 20, 20, 40, 60, 80, 100, 120, 30]);
  const length = (sampleRate * channelCount * ms) / 1000;
  const pcm = sound.slice(0, length);
  const kind = dice.below(8);
  if (kind === 0) pcm.fill(0);
  if (kind === 1) for (let index = 0; index < length; index += 1) pcm[index] = dice.below(2000) / 1000 - 1;
  if (kind === 2) pcm.fill(dice.of([Number.NaN, Number.POSITIVE_INFINITY, 1e30, -1e30, 1e-40]), dice.below(length));
  return kind === 3 ? Int16Array.from(pcm, (sample) => sample * 32_767) : pcm;
}

test.each(Array.from({ length: 24 }, (_, index) => index + 1))(
  'whatever is done in whatever order, there are results or typed errors; seed %i',
  (seed) => {
    const dice = new Dice(seed);
    const before = opusHeapUsedBytes(module);
    const sampleRate = dice.of(OPUS_SAMPLE_RATES);
    const channelCount = dice.of([1, 2]);
    const encoder = new OpusEncoder(module, { sampleRate, channelCount });
    const decoder = new OpusDecoder(module, { sampleRate: dice.of([48000, 16000]), channelCount: dice.of([1, 2]) });
    const head = { channelCount: 2, mappingFamily: 255, streamCount: 1, coupledCount: 1, mapping: [1, 0] } as const;
    const several = new OpusMultistreamDecoder(module, { head });
    let packet = Uint8Array.of(0xf8, 0xff, 0xfe);
    const steps: readonly (() => unknown)[] = [
      () => {
        packet = attempt(() => encoder.encode(someSound(dice, sampleRate, channelCount)).slice()) ?? packet;
        expect(packet.length).toBeGreaterThan(0);
      },
      () => {
        packet = attempt(() => encoder.encode(someSound(dice, sampleRate, channelCount)).slice()) ?? packet;
        const pcm = decoder.decode(packet);
        expect(pcm.length).toBe(decoder.lastPacketFrames * decoder.channelCount);
        expect(several.decode(packet).length).toBeGreaterThan(0);
      },
      () => attempt(() => decoder.decode(dice.damage(packet))),
      () => attempt(() => decoder.decodeInt16(dice.damage(packet))),
      () => attempt(() => several.decode(dice.damage(packet))),
      () => attempt(() => decoder.decodeFec(dice.damage(packet), dice.of([120, 960, 5760, 7]))),
      () => attempt(() => decoder.conceal(dice.of([40, 120, 960, 1920, 5760, -1]))),
      () => attempt(() => several.conceal(dice.of([120, 960, 5760, 1]))),
      () => attempt(() => encoder.update(someSettings(dice))),
      () => attempt(() => decoder.update({ gainDb: dice.of([0, -128, 127, 200]) })),
      () => [encoder.finalRange, encoder.bitrate, encoder.inDtx, decoder.finalRange, decoder.pitch],
      () => dice.of([encoder, decoder, several]).reset(),
    ];
    for (let step = 0; step < 150; step += 1) dice.of(steps)();
    dice.of([encoder, decoder]).close();
    for (let step = 0; step < 10; step += 1) attempt(dice.of(steps));
    for (const one of [encoder, decoder, several]) one.close();
    expect(opusHeapUsedBytes(module)).toBe(before);
  },
);
