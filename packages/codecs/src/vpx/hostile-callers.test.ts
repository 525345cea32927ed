import { expect, test } from 'vitest';
import { VpxDecoder } from './decoder.ts';
import { VpxEncoder } from './encoder.ts';
import { fixturePackets, testImage, vpxModule } from './vpx-fixtures-contract.ts';

const CODECS = ['vp8', 'vp9'] as const;
const image = testImage('I420', 32, 32, 0);
const time = { timestampUs: 0 };
const crashed = expect.objectContaining({ code: 'internal', message: expect.stringContaining('open new ones') });
const refused = expect.objectContaining({ name: 'SdkError', code: 'invalid-argument' });

function open(codec: 'vp8' | 'vp9'): { encoder: VpxEncoder; decoder: VpxDecoder } {
  const encoder = new VpxEncoder(vpxModule(codec, 'encoder'), { codec, width: 32, height: 32 });
  return { encoder, decoder: new VpxDecoder(vpxModule(codec, 'decoder'), { codec }) };
}

test.each(CODECS)(
  '%s: an object whose code crashed says so; closing it is safe, and its memory is not used again',
  (codec) => {
    const { encoder, decoder } = open(codec);
    const packet = encoder.encode(image, time)?.data ?? new Uint8Array();
    const kept = packet.slice();
    const picture = decoder.decode(kept);
    // Every pointer in the heaps now leads beyond them.
    const heaps = [packet.buffer, picture?.planes[0]?.data.buffer];
    for (const heap of heaps) new Uint8Array(heap ?? new ArrayBuffer()).fill(0xff);
    expect(() => encoder.encode(image, time)).toThrow(crashed);
    expect(() => decoder.decode(kept)).toThrow(crashed);
    expect(() => encoder.update({ bitrate: 100_000 })).toThrow(crashed);
    expect(() => decoder.reset()).toThrow(crashed);
    encoder.close();
    decoder.close();
    expect(() => encoder.encode(image, time)).toThrow(/closed/);
    for (let round = 0; round < 3; round++) {
      const fresh = open(codec);
      const again = fresh.encoder.encode(image, time)?.data;
      expect(heaps).not.toContain(again?.buffer);
      expect(again).toEqual(kept);
      expect(heaps).not.toContain(fresh.decoder.decode(kept)?.planes[0]?.data.buffer);
      fresh.encoder.close();
      fresh.decoder.close();
    }
  },
);

test('whoever is told a picture may close the decoder, but not decode or reset', () => {
  const [key = new Uint8Array()] = fixturePackets('vp9-720p');
  const precondition = expect.objectContaining({ code: 'failed-precondition' });
  const { encoder, decoder } = open('vp9');
  encoder.close();
  expect(() => decoder.decode(key, () => decoder.decode(key))).toThrow(precondition);
  expect(() => decoder.decode(key, () => decoder.reset())).toThrow(precondition);
  expect(decoder.decode(key)?.width).toBe(1280);
  expect(() => decoder.decode(key, () => decoder.close())).toThrow(precondition);
});

test('what is no frame, no option, no packet or no module is refused, and the next frame is encoded', () => {
  const { encoder, decoder } = open('vp8');
  const none = null as never;
  for (const call of [
    () => encoder.encode(none, time),
    () => encoder.encode({ format: 'I420' } as never, time),
    () => encoder.encode({ ...image, layout: none }, time),
    () => encoder.encode({ ...image, layout: [none, none, none] }, time),
    () => encoder.encode({ ...image, data: new Array(4000).fill(0) as never }, time),
    () => encoder.encode({ ...image, visibleRect: none }, time),
    () => encoder.encode({ ...image, colorSpace: none }, time),
    () => encoder.encode({ ...image, format: Object.create(null) as never }, time),
    () => encoder.encode(image, none),
    () => encoder.encode(image, { ...time, keyFrame: 1 as never }),
    () => encoder.encode(image, { timestampUs: '1' as never }),
    () => encoder.update(none),
    () => encoder.update({ rgbConversion: none }),
    () => encoder.update({ codec: none, temporalLayers: 4 } as never),
    () => decoder.decode(none),
    () => new VpxEncoder(vpxModule('vp8', 'encoder'), none),
    () => new VpxDecoder(vpxModule('vp8', 'decoder'), none),
    () => new VpxDecoder({} as never, { codec: 'vp8' }),
  ]) {
    expect(call).toThrow(refused);
  }
  expect(() => decoder.decode(new Uint8Array(200 * 1024 * 1024))).toThrow(/resource-exhausted.*a packet may have/);
  const odd = { ...image, colorSpace: { matrix: Symbol('odd') as never } };
  expect(encoder.encode(odd, time)?.keyFrame).toBe(true);
  encoder.close();
  decoder.close();
});

test('a config is copied: what the caller does with his own later changes nothing', () => {
  const config = { codec: 'vp8' as const, width: 32, height: 32 };
  using encoder = new VpxEncoder(vpxModule('vp8', 'encoder'), config);
  config.width = 99_999;
  encoder.update({ bitrate: 100_000 });
  expect(encoder.config).toMatchObject({ width: 32, bitrate: 100_000 });
});
