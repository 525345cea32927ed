import { expect, test } from 'vitest';
import { inspectOpusPacket } from '../opus/index.ts';
import { signalToNoise, voice } from '../opus/sounds-contract.ts';
import { AudioDecoder } from './audio-decoder.ts';
import { AudioEncoder } from './audio-encoder.ts';

test('samples become packets and samples again, with the defaults of upstream', async () => {
  using encoder = await AudioEncoder.create();
  using decoder = await AudioDecoder.create();
  const pcm = voice(48000, 48000);
  const out = new Float32Array(48000);
  let bytes = 0;
  for (let at = 0; at < 48000; at += 960) {
    const packet = encoder.encode(pcm.subarray(at, at + 960));
    bytes += packet.length;
    expect(inspectOpusPacket(packet)).toMatchObject({ channelCount: 1, durationUs: 20_000 });
    out.set(decoder.decode(packet), at);
  }
  expect(bytes * 8).toBeGreaterThan(25_000);
  expect(bytes * 8).toBeLessThan(90_000);
  expect(signalToNoise(pcm, out, 400)).toBeGreaterThan(10);
});

test('packets and samples stay what they are when the next ones come', async () => {
  using encoder = await AudioEncoder.create({ sampleRate: 16000, channels: 2 });
  using decoder = await AudioDecoder.create({ sampleRate: 16000, channels: 2 });
  const first = encoder.encode(voice(320, 16000, 2));
  const copy = first.slice();
  encoder.encode(new Float32Array(640));
  expect(first).toEqual(copy);
  const samples = decoder.decode(first);
  const same = samples.slice();
  decoder.decode(first);
  expect(samples).toEqual(same);
  expect(samples.length).toBe(640);
});

test('after closing both say so', async () => {
  const encoder = await AudioEncoder.create();
  const decoder = await AudioDecoder.create();
  encoder.close();
  decoder.close();
  expect(() => encoder.encode(new Float32Array(960))).toThrow(/failed-precondition/);
  expect(() => decoder.decode(new Uint8Array(1))).toThrow(/failed-precondition/);
});
