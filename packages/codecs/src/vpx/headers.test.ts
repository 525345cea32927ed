import { expect, test } from 'vitest';
import { parseVp8Header } from './vp8-header.ts';
import { parseVp9Header } from './vp9-header.ts';
import { parseVp9Superframe } from './vp9-superframe.ts';
import { fixturePackets } from './vpx-fixtures-contract.ts';

test('the header of a VP8 key frame has its size, that of others has none', () => {
  const [key = new Uint8Array(), delta = new Uint8Array()] = fixturePackets('vp8-profile-2');
  expect(parseVp8Header(key)).toMatchObject({ keyFrame: true, profile: 2, shown: true, width: 95, height: 79 });
  expect(parseVp8Header(delta)).toEqual({
    keyFrame: false,
    profile: 2,
    shown: true,
    firstPartitionBytes: expect.any(Number),
  });
});

test('the bits of a VP8 tag are where RFC 6386 has them', () => {
  // Size of the first partition 0x12345, shown, version 3, no key frame.
  const tag = (0x12345 << 5) | (1 << 4) | (3 << 1) | 1;
  expect(parseVp8Header(Uint8Array.of(tag & 255, (tag >> 8) & 255, tag >> 16))).toEqual({
    keyFrame: false,
    profile: 3,
    shown: true,
    firstPartitionBytes: 0x12345,
  });
  // The scaling of 2 in front of the 14 bits of a size.
  const key = Uint8Array.of(0x10, 0, 0, 0x9d, 0x01, 0x2a, 0x40, 0x81, 0x20, 0x41);
  expect(parseVp8Header(key)).toMatchObject({ keyFrame: true, width: 0x140, height: 0x120 });
});

test('what is no VP8 has no header', () => {
  const [key = new Uint8Array()] = fixturePackets('vp8-720p');
  for (let length = 0; length < 10; length++) expect(parseVp8Header(key.subarray(0, length))).toBeUndefined();
  for (const at of [3, 4, 5]) expect(parseVp8Header(key.with(at, 0))).toBeUndefined();
  expect(parseVp8Header(key.with(0, 0x18))).toBeUndefined();
});

test('the header of a VP9 frame says what it is', () => {
  const [key = new Uint8Array(), delta = new Uint8Array()] = fixturePackets('vp9-444');
  expect(parseVp9Header(key)).toMatchObject({ profile: 1, keyFrame: true, width: 95, height: 79, bitDepth: 8 });
  const header = parseVp9Header(delta);
  expect(header).toMatchObject({ profile: 1, keyFrame: false });
  expect(header?.width).toBeUndefined();
  expect(parseVp9Header(Uint8Array.of(0b10001101))).toEqual({
    profile: 0,
    showsExisting: 5,
    keyFrame: false,
    intraOnly: false,
    shown: true,
    errorResilient: false,
  });
});

test('what is no VP9 has no header', () => {
  const [key = new Uint8Array()] = fixturePackets('vp9-444');
  for (let length = 0; length < 9; length++) expect(parseVp9Header(key.subarray(0, length))).toBeUndefined();
  for (const at of [1, 2, 3]) expect(parseVp9Header(key.with(at, 0xff))).toBeUndefined();
  expect(parseVp9Header(key.with(0, 0))).toBeUndefined();
  // Profile 3 with its reserved bit; colour space sRGB in profile 0.
  expect(parseVp9Header(Uint8Array.of(0b10111000, 0, 0, 0))).toBeUndefined();
  expect(parseVp9Header(Uint8Array.of(0x82, 0x49, 0x83, 0x42, 0xe0, 0, 0, 0, 0, 0))).toBeUndefined();
});

test('a superframe is taken apart, and its hidden frame found', () => {
  const several = fixturePackets('vp9-altref').find((packet) => (parseVp9Superframe(packet)?.length ?? 0) > 1);
  const places = several && parseVp9Superframe(several);
  expect(places).toHaveLength(2);
  const shown = places?.map(({ offset, sizeBytes }) => {
    return parseVp9Header(several?.subarray(offset, offset + sizeBytes) ?? new Uint8Array())?.shown;
  });
  expect(shown).toEqual([false, true]);
});

test('an index that does not fit is none, or the packet is refused', () => {
  expect(parseVp9Superframe(new Uint8Array())).toEqual([{ offset: 0, sizeBytes: 0 }]);
  expect(parseVp9Superframe(Uint8Array.of(1, 2, 3))).toEqual([{ offset: 0, sizeBytes: 3 }]);
  // The marker at the end alone is part of a frame.
  expect(parseVp9Superframe(Uint8Array.of(1, 2, 3, 0xc0))).toEqual([{ offset: 0, sizeBytes: 4 }]);
  expect(parseVp9Superframe(Uint8Array.of(0xdf))).toBeUndefined();
  expect(parseVp9Superframe(Uint8Array.of(7, 0xc0, 2, 0xc0))).toBeUndefined();
  expect(parseVp9Superframe(Uint8Array.of(7, 0xc0, 1, 0xc0))).toEqual([{ offset: 0, sizeBytes: 1 }]);
});

test('any bytes are answered, none throw', () => {
  let state = 9;
  for (let round = 0; round < 20_000; round++) {
    const bytes = Uint8Array.from({ length: round % 40 }, () => {
      state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
      return state >>> 24;
    });
    if (round % 2 === 0 && bytes.length > 0) bytes[0] = 0x80 | ((bytes[0] ?? 0) & 0x3f);
    parseVp8Header(bytes);
    parseVp9Header(bytes);
    for (const { offset, sizeBytes } of parseVp9Superframe(bytes) ?? []) {
      expect(offset + sizeBytes).toBeLessThanOrEqual(bytes.length);
    }
  }
});
