import { SdkError } from '@remotemedia/base';
import { expect, test } from 'vitest';
import { VpxDecoder } from './decoder.ts';
import { parseVp9Header } from './vp9-header.ts';
import { fixturePackets, md5, samplesOf, vpxModule } from './vpx-fixtures-contract.ts';

const open = (codec: 'vp8' | 'vp9') => new VpxDecoder(vpxModule(codec, 'decoder'), { codec });
const failure = (code: string) => expect.objectContaining({ code });

/** MD5s of the pictures of some packets. */
function pictures(packets: readonly Uint8Array[]): (string | undefined)[] {
  using decoder = open('vp9');
  return packets.map((packet) => {
    const picture = decoder.decode(packet);
    return picture && md5(...samplesOf(picture));
  });
}

/** Frames in one packet, with an index (VP9 specification, Annex B). */
function superframe(frames: readonly Uint8Array[]): Uint8Array {
  const marker = 0xc0 | (3 << 3) | (frames.length - 1);
  const sizes = frames.flatMap(({ length }) => [length & 255, (length >> 8) & 255, length >> 16, 0]);
  return Uint8Array.of(...frames.flatMap((frame) => [...frame]), marker, ...sizes, marker);
}

/** Bits as text, for headers that are written by hand. */
const bitsOf = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('');
const bytesOf = (bits: string) =>
  Uint8Array.from(bits.match(/.{1,8}/g) ?? [], (byte) => Number.parseInt(byte.padEnd(8, '0'), 2));

const SHOW_FIRST = Uint8Array.of(0b10001000);

/**
 * A key frame of profile 0 that resets all contexts, as a frame that merely refers to nothing: without colours, with the
 * set of buffers it renews, and hidden, because frames that are shown are never "intra only".
 */
function asIntraOnly(key: Uint8Array): Uint8Array {
  expect(parseVp9Header(key)).toMatchObject({ keyFrame: true, errorResilient: true, profile: 0 });
  const bits = bitsOf(key);
  // Of the key frame: 8 bits of flags, 24 of sync code, 4 of colours; then the size, and the rest of the header.
  const head = `100001011${bits.slice(8, 32)}${'1'.repeat(8)}`;
  const wanted = pictures([key])[0];
  // Where the header ends is only known to who reads all of it; there it is filled up to a byte.
  for (let end = 80; end < 320; end++) {
    const header = bytesOf(head + bits.slice(36, end));
    const packet = Uint8Array.of(...header, ...key.subarray(Math.ceil(end / 8)));
    if (pictureOf(superframe([packet, SHOW_FIRST])) === wanted) return packet;
  }
  throw new Error('the header could not be written anew');
}

function pictureOf(packet: Uint8Array): string | undefined {
  try {
    return pictures([packet])[0];
  } catch {
    return undefined;
  }
}

test('a stream may begin with a frame that is intra only, and go on from there', () => {
  const packets = fixturePackets('vp9-parallel');
  const [key = new Uint8Array(), ...rest] = packets;
  expect(pictures([superframe([asIntraOnly(key), SHOW_FIRST]), ...rest])).toEqual(pictures(packets));
});

test('of a superframe with several shown frames each one is given, or the last', () => {
  const packets = fixturePackets('vp9-parallel');
  const expected = pictures(packets);
  using decoder = open('vp9');
  const seen: string[] = [];
  const last = decoder.decode(superframe(packets.slice(0, 3)), (picture) => seen.push(md5(...samplesOf(picture))));
  expect(seen).toEqual(expected.slice(0, 3));
  expect(last && md5(...samplesOf(last))).toBe(expected[2]);
  const next = decoder.decode(superframe(packets.slice(3, 5)));
  expect(next && md5(...samplesOf(next))).toBe(expected[4]);
});

test('a packet that shows a frame of before again gives its picture', () => {
  const packets = fixturePackets('vp9-parallel');
  const again = pictures([packets[0] ?? new Uint8Array(), SHOW_FIRST]);
  expect(again[1]).toBe(again[0]);
});

test('a frame that is not shown gives no picture', () => {
  const hidden = fixturePackets('vp8-altref').find((packet) => ((packet[0] ?? 0) & 0x10) === 0);
  expect(hidden).toBeDefined();
  using decoder = open('vp8');
  const shown = fixturePackets('vp8-altref').map((packet) => decoder.decode(packet) !== undefined);
  expect(shown.filter((one) => !one).length).toBeGreaterThan(0);
});

test.each(['vp8', 'vp9'] as const)(
  '%s: decoding begins with a key frame, also after an error and after reset',
  (codec) => {
    using decoder = open(codec);
    const [key = new Uint8Array(), delta = new Uint8Array()] = fixturePackets(`${codec}-720p`);
    expect(() => decoder.decode(delta)).toThrow(failure('data-loss'));
    expect(decoder.decode(key)?.width).toBe(1280);
    expect(decoder.decode(delta)?.height).toBe(720);
    expect(() => decoder.decode(key.subarray(0, 20))).toThrow(failure('data-loss'));
    expect(() => decoder.decode(delta)).toThrow(failure('data-loss'));
    expect(decoder.decode(key)).toBeDefined();
    decoder.reset();
    expect(() => decoder.decode(delta)).toThrow(failure('data-loss'));
    expect(decoder.decode(key)?.corrupted).toBe(false);
  },
);

test('a listener that throws is heard, and the decoder goes on with the next key frame', () => {
  using decoder = open('vp9');
  const [key = new Uint8Array()] = fixturePackets('vp9-720p');
  const fail = () => {
    throw new RangeError('mine');
  };
  expect(() => decoder.decode(key, fail)).toThrow(RangeError);
  expect(decoder.decode(key)).toBeDefined();
});

test('VP9 with more than 8 bits, and pictures without bound, are refused before anything is allocated', () => {
  using vp9 = open('vp9');
  const withProfile = bytesOf(
    `10010010${bitsOf(Uint8Array.of(0x49, 0x83, 0x42))}00000${'0'.repeat(12)}111${'0'.repeat(12)}111${'0'.repeat(80)}`,
  );
  expect(parseVp9Header(withProfile)).toMatchObject({ profile: 2, bitDepth: 10 });
  expect(() => vp9.decode(withProfile)).toThrow(failure('unimplemented'));
  const huge = bytesOf(`10000010${bitsOf(Uint8Array.of(0x49, 0x83, 0x42))}0000${'1'.repeat(32)}${'0'.repeat(80)}`);
  expect(parseVp9Header(huge)).toMatchObject({ keyFrame: true, width: 65536, height: 65536 });
  expect(() => vp9.decode(huge)).toThrow(failure('resource-exhausted'));
  using vp8 = open('vp8');
  const hugeToo = Uint8Array.of(0x10, 0x02, 0, 0x9d, 0x01, 0x2a, 0xff, 0x3f, 0xff, 0x3f, ...new Uint8Array(100));
  expect(() => vp8.decode(hugeToo)).toThrow(failure('resource-exhausted'));
});

test('what is no packet is an error with the reason', () => {
  for (const codec of ['vp8', 'vp9'] as const) {
    using decoder = open(codec);
    expect(() => decoder.decode(new Uint8Array())).toThrow(failure('data-loss'));
    expect(() => decoder.decode(new Uint8Array(50))).toThrow(failure('data-loss'));
    expect(() => decoder.decode('abc' as unknown as Uint8Array)).toThrow(failure('invalid-argument'));
  }
  expect(() => new VpxDecoder(vpxModule('vp8', 'decoder'), { codec: 'h264' as 'vp8' })).toThrow(
    failure('invalid-argument'),
  );
  expect(() => new VpxDecoder(vpxModule('vp8', 'encoder'), { codec: 'vp8' })).toThrow(failure('invalid-argument'));
});

test('profile 1 keeps its sampling', () => {
  for (const [name, format] of [
    ['vp9-422', 'I422'],
    ['vp9-440', 'I440'],
    ['vp9-444', 'I444'],
  ]) {
    using decoder = open('vp9');
    const picture = decoder.decode(fixturePackets(name ?? '')[0] ?? new Uint8Array());
    expect(picture).toMatchObject({ format, width: 95, height: 79, displayWidth: 95, displayHeight: 79 });
  }
});

test('a partition that begins with a wrong bit is damage, and not a lack of memory', () => {
  const [key = new Uint8Array()] = fixturePackets('vp9-720p');
  using decoder = open('vp9');
  const codes = new Set<string>();
  for (let at = 10; at < 600; at++) {
    const copy = key.slice();
    copy[at] = (copy[at] ?? 0) ^ 0x80;
    try {
      decoder.decode(copy);
    } catch (error) {
      if (error instanceof SdkError && !error.message.includes('may have at most')) codes.add(error.code);
    }
  }
  expect(codes).toEqual(new Set(['data-loss']));
});
