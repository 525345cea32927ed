import { expect, test } from 'vitest';
import { CodecInstance } from '../module/instance.ts';
import { liveCodecs } from '../module/live-codecs.ts';
import { VpxDecoder } from './decoder.ts';
import { VpxEncoder } from './encoder.ts';
import { isDecoderExports, isEncoderExports } from './vpx-exports.ts';
import { fixturePackets, testImage, vpxModule } from './vpx-fixtures-contract.ts';

const CODECS = ['vp8', 'vp9'] as const;
const closed = expect.objectContaining({ code: 'failed-precondition', message: expect.stringContaining('closed') });
const image = testImage('I420', 16, 16, 0);

test('a closed object says so, and may be closed again', () => {
  for (const codec of CODECS) {
    const encoder = new VpxEncoder(vpxModule(codec, 'encoder'), { codec, width: 16, height: 16 });
    const decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
    for (const one of [encoder, decoder, encoder, decoder]) one.close();
    expect(() => encoder.encode(image, { timestampUs: 0 })).toThrow(closed);
    expect(() => encoder.update({ bitrate: 1000 })).toThrow(closed);
    expect(() => decoder.decode(new Uint8Array(9))).toThrow(closed);
    expect(() => decoder.reset()).toThrow(closed);
  }
});

test('objects that are open are counted by name', () => {
  const before = new Map(liveCodecs());
  {
    using _encoder = new VpxEncoder(vpxModule('vp8', 'encoder'), { codec: 'vp8', width: 16, height: 16 });
    using _decoder = new VpxDecoder(vpxModule('vp9', 'decoder'), { codec: 'vp9' });
    expect(liveCodecs().get('VpxEncoder')).toBe((before.get('VpxEncoder') ?? 0) + 1);
    expect(liveCodecs().get('VpxDecoder')).toBe((before.get('VpxDecoder') ?? 0) + 1);
  }
  expect(liveCodecs()).toEqual(before);
});

/** The addresses at which blocks of several sizes would lie now: the same when the same memory is free. */
function freePlaces({ malloc, free }: { malloc: (size: number) => number; free: (at: number) => void }): number[] {
  const places = [24, 500, 9_000, 300_000, 2_000_000].map((size) => malloc(size));
  for (const place of places) free(place);
  return places;
}

test.each(CODECS)('%s: everything an encoder took is free again after close, whatever was done with it', (codec) => {
  const { exports } = new CodecInstance(vpxModule(codec, 'encoder'), isEncoderExports);
  const run = (): void => {
    const encoder = exports.encoder_new();
    const settings = [64, 48, 30, 100, 0, 2, 56, 30, 3, 0, 6, 8, 1, 1, 1, 3, 0, 0, 2, 0];
    for (const [index, value] of settings.entries()) exports.encoder_set(encoder, index, value);
    for (const [width, height] of [
      [64, 48],
      [40, 40],
      [90, 100],
    ]) {
      exports.encoder_set(encoder, 0, width ?? 0);
      exports.encoder_set(encoder, 1, height ?? 0);
      expect(exports.encoder_apply(encoder)).toBe(0);
      exports.encoder_staging(encoder, 4 * 64 * 48);
      exports.encoder_plane(encoder, 0, 0, 4 * 64);
      expect(exports.encoder_picture(encoder, 2, 64, 48, 1, 0)).toBe(0);
      expect(exports.encoder_encode(encoder, (width ?? 0) * 1e6, 33_333, 0, -1)).toBeGreaterThan(0);
    }
    exports.encoder_close(encoder);
  };
  run();
  const places = freePlaces(exports);
  const heapBytes = exports.memory.buffer.byteLength;
  for (let round = 0; round < 5; round++) run();
  expect(freePlaces(exports)).toEqual(places);
  expect(exports.memory.buffer.byteLength).toBe(heapBytes);
});

test.each(CODECS)('%s: everything a decoder took is free again after close, also after errors', (codec) => {
  const instance = new CodecInstance(vpxModule(codec, 'decoder'), isDecoderExports);
  const { exports } = instance;
  const packets = [...fixturePackets(`${codec}-sizes`), new Uint8Array(500).fill(0x93)];
  const run = (): void => {
    const decoder = exports.decoder_new();
    expect(exports.decoder_reset(decoder)).toBe(0);
    for (const packet of packets) {
      instance.bytes.set(packet, exports.decoder_packet(decoder, packet.length));
      exports.decoder_decode(decoder, 0, packet.length);
      exports.decoder_next(decoder);
      exports.decoder_decode(decoder, 0, packet.length >> 1);
    }
    exports.decoder_close(decoder);
  };
  run();
  const places = freePlaces(exports);
  const heapBytes = exports.memory.buffer.byteLength;
  for (let round = 0; round < 5; round++) run();
  expect(freePlaces(exports)).toEqual(places);
  expect(exports.memory.buffer.byteLength).toBe(heapBytes);
});

test.each(CODECS)('%s: after the first frames none takes more memory', (codec) => {
  using encoder = new VpxEncoder(vpxModule(codec, 'encoder'), { codec, width: 96, height: 64 });
  using decoder = new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
  const heaps: number[] = [];
  for (let time = 0; time < 40; time++) {
    const packet = encoder.encode(testImage('RGBA', 100, 70, time), { timestampUs: time * 33_333 })?.data;
    const picture = packet && decoder.decode(packet);
    heaps.push(packet?.buffer.byteLength ?? 0, picture?.planes[0]?.data.buffer.byteLength ?? 0);
  }
  expect(heaps.slice(-2)).toEqual(heaps.slice(6, 8));
});

test.each(CODECS)(
  '%s: five thousand are opened, used and closed in the memory of the first',
  (codec) => {
    const encoderModule = vpxModule(codec, 'encoder');
    const decoderModule = vpxModule(codec, 'decoder');
    for (let round = 0; round < 5_000; round++) {
      using encoder = new VpxEncoder(encoderModule, { codec, width: 16, height: 16 });
      using decoder = new VpxDecoder(decoderModule, { codec });
      // A frame each time would take minutes with VP9.
      if (round % 20 !== 0) continue;
      const encoded = encoder.encode(image, { timestampUs: 0 });
      expect(encoded && decoder.decode(encoded.data)?.width).toBe(16);
      expect(encoded?.data.buffer.byteLength).toBeLessThan(16 * 1024 * 1024);
    }
  },
  120_000,
);
