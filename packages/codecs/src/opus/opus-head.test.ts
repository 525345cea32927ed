import { expect, test } from 'vitest';
import { type OpusHeadFields, readOpusHead, writeOpusHead } from './opus-head.ts';
import { randomNumbers } from './sounds-contract.ts';

const SURROUND: OpusHeadFields = {
  channelCount: 6,
  preSkip: 312,
  mappingFamily: 1,
  streamCount: 4,
  coupledCount: 2,
  mapping: [0, 4, 1, 2, 3, 5],
};

test('a header of stereo has the bytes of RFC 7845', () => {
  const bytes = writeOpusHead({ channelCount: 2, preSkip: 312, inputSampleRate: 44100, outputGainDb: -1.5 });
  expect(String.fromCharCode(...bytes.subarray(0, 8))).toBe('OpusHead');
  expect([...bytes.subarray(8)]).toEqual([1, 2, 0x38, 0x01, 0x44, 0xac, 0, 0, 0x80, 0xfe, 0]);
});

test.each([
  { channelCount: 1, preSkip: 0 },
  { channelCount: 2, preSkip: 65535, inputSampleRate: 8000, outputGainDb: 3 },
  SURROUND,
  { channelCount: 3, preSkip: 1, mappingFamily: 255, streamCount: 3, coupledCount: 0, mapping: [2, 255, 0] },
] satisfies OpusHeadFields[])('what is written is read: %o', (fields) => {
  expect(readOpusHead(writeOpusHead(fields))).toMatchObject(fields);
});

test('mono and stereo need no table', () => {
  expect(readOpusHead(writeOpusHead({ channelCount: 2, preSkip: 0 }))).toMatchObject({
    streamCount: 1,
    coupledCount: 1,
    mapping: [0, 1],
    mappingFamily: 0,
    inputSampleRate: 48000,
  });
});

test('a header inside a larger buffer is found, and bytes behind it do not matter', () => {
  const bytes = Uint8Array.of(9, 9, 9, ...writeOpusHead(SURROUND), 7, 7);
  expect(readOpusHead(bytes.subarray(3))).toMatchObject(SURROUND);
});

test.each([
  ['does not begin', (head: Uint8Array) => head.with(0, 0)],
  ['19 are the least', (head: Uint8Array) => head.subarray(0, 18)],
  ['version 0 is not known', (head: Uint8Array) => head.with(8, 0)],
  ['version 16 is not known', (head: Uint8Array) => head.with(8, 16)],
  ['no channels', (head: Uint8Array) => head.with(9, 0)],
  ['at most 8 channels', (head: Uint8Array) => Uint8Array.of(...head.with(9, 9), 0, 0, 0)],
  ['no streams', (head: Uint8Array) => head.with(19, 0)],
  ['cannot be stereo', (head: Uint8Array) => head.with(20, 5)],
  ['cut off', (head: Uint8Array) => head.subarray(0, 25)],
  ['there are only 6', (head: Uint8Array) => head.with(21, 6)],
])('a header is refused: %s', (message, change) => {
  expect(() => readOpusHead(change(writeOpusHead(SURROUND)))).toThrow(new RegExp(`data-loss.*${message}`));
});

test('families that are not known are told apart from damage', () => {
  expect(() => readOpusHead(writeOpusHead(SURROUND).with(18, 3))).toThrow(/\[unimplemented\].*family 3/);
});

test('fields that cannot be written are named', () => {
  const write = (fields: object) => () => writeOpusHead({ ...SURROUND, ...fields });
  expect(write({ channelCount: 0 })).toThrow(/channelCount must be from 1 to 255/);
  expect(write({ preSkip: 70_000 })).toThrow(/preSkip/);
  expect(write({ inputSampleRate: -1 })).toThrow(/inputSampleRate/);
  expect(write({ outputGainDb: 129 })).toThrow(/outputGainDb/);
  expect(write({ mappingFamily: 2 })).toThrow(/mappingFamily must be one of 0, 1, 255/);
  expect(write({ mappingFamily: 0 })).toThrow(/family 0 has at most 2 channels, not 6/);
  expect(write({ mapping: [0] })).toThrow(/1 entries for 6 channels/);
  expect(write({ mapping: undefined })).toThrow(/mapping must be an array/);
  expect(write({ mapping: [0, 1, 2, 3, 4, 300] })).toThrow(/mapping must be from 0 to 255/);
});

test('whatever the bytes, reading ends in a header or a typed error', () => {
  const random = randomNumbers(3);
  const start = writeOpusHead(SURROUND);
  for (let index = 0; index < 5000; index += 1) {
    const bytes = start.slice(0, Math.floor(random() * 40));
    for (let change = 0; change < 3; change += 1) bytes[Math.floor(8 + random() * 30)] = random() * 256;
    try {
      const head = readOpusHead(bytes);
      expect(readOpusHead(writeOpusHead(head))).toEqual(head);
    } catch (error) {
      expect(error).toMatchObject({ code: expect.stringMatching(/data-loss|unimplemented/) });
    }
  }
});
