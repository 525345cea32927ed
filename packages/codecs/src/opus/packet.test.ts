import { expect, test } from 'vitest';
import { inspectOpusPacket } from './packet.ts';
import { randomNumbers } from './sounds-contract.ts';

/** A packet of `configuration` (RFC 6716, table 2) and count code, with these bytes behind the first. */
function packet(configuration: number, code: number, ...rest: number[]): Uint8Array {
  return Uint8Array.of((configuration << 3) | code, ...rest);
}

const zeros = (count: number) => new Array<number>(count).fill(0);

test.each([
  [0, 'silk', 'narrowband', 10_000],
  [3, 'silk', 'narrowband', 60_000],
  [6, 'silk', 'mediumband', 40_000],
  [9, 'silk', 'wideband', 20_000],
  [12, 'hybrid', 'superwideband', 10_000],
  [15, 'hybrid', 'fullband', 20_000],
  [16, 'celt', 'narrowband', 2_500],
  [21, 'celt', 'wideband', 5_000],
  [26, 'celt', 'superwideband', 10_000],
  [31, 'celt', 'fullband', 20_000],
])('configuration %i is %s, %s, %i µs', (configuration, mode, bandwidth, frameDurationUs) => {
  expect(inspectOpusPacket(packet(configuration, 0, 1, 2))).toMatchObject({
    mode,
    bandwidth,
    frameDurationUs,
    channelCount: 1,
    frameCount: 1,
    durationUs: frameDurationUs,
    frames: [{ offset: 1, sizeBytes: 2 }],
    paddingBytes: 0,
  });
});

test('the frames of each count code are found', () => {
  const framesOf = (bytes: Uint8Array) =>
    inspectOpusPacket(bytes).frames.map(({ offset, sizeBytes }) => [offset, sizeBytes]);
  expect(framesOf(packet(31, 1, ...zeros(10)))).toEqual([
    [1, 5],
    [6, 5],
  ]);
  expect(framesOf(packet(31, 2, 3, ...zeros(10)))).toEqual([
    [2, 3],
    [5, 7],
  ]);
  expect(framesOf(packet(31, 2, 253, 1, ...zeros(300)))).toEqual([
    [3, 257],
    [260, 43],
  ]);
  expect(framesOf(packet(31, 3, 3, ...zeros(9)))).toEqual([
    [2, 3],
    [5, 3],
    [8, 3],
  ]);
  expect(framesOf(packet(31, 3, 3 | 128, 1, 2, ...zeros(9)))).toEqual([
    [4, 1],
    [5, 2],
    [7, 6],
  ]);
});

test('padding is taken off, its long form too', () => {
  expect(inspectOpusPacket(packet(31, 3, 2 | 64, 3, ...zeros(7)))).toMatchObject({ paddingBytes: 3, frameCount: 2 });
  const long = inspectOpusPacket(packet(31, 3, 1 | 64, 255, 2, ...zeros(260)));
  expect(long).toMatchObject({ paddingBytes: 256, frames: [{ offset: 4, sizeBytes: 4 }] });
});

test('the second channel and the repeated frame show', () => {
  expect(inspectOpusPacket(Uint8Array.of((31 << 3) | 4, 0)).channelCount).toBe(2);
  expect(inspectOpusPacket(packet(9, 0, 0b0100_0000)).hasFec).toBe(true);
  expect(inspectOpusPacket(packet(9, 0, 0b1000_0000)).hasFec).toBe(false);
  expect(inspectOpusPacket(packet(11, 0, 0b0001_0000)).hasFec).toBe(true);
  expect(inspectOpusPacket(Uint8Array.of((9 << 3) | 4, 0b0001_0000)).hasFec).toBe(true);
  expect(inspectOpusPacket(packet(31, 0, 0xff)).hasFec).toBe(false);
});

test.each([
  ['R1', Uint8Array.of()],
  ['R2', packet(31, 0, ...zeros(1276))],
  ['R3', packet(31, 1, ...zeros(3))],
  ['R4', packet(31, 2)],
  ['R4', packet(31, 2, 252)],
  ['R4', packet(31, 2, 5, ...zeros(4))],
  ['R5', packet(31, 3, 0)],
  ['R5', packet(31, 3, 7)],
  ['R5', packet(3, 3, 3)],
  ['R6', packet(31, 3)],
  ['R6', packet(31, 3, 3, ...zeros(4))],
  ['R6', packet(31, 3, 1 | 64, 255)],
  ['R6', packet(31, 3, 1 | 64, 9, ...zeros(4))],
  ['R7', packet(31, 3, 2 | 128)],
  ['R7', packet(31, 3, 2 | 128, 9, ...zeros(4))],
  ['R7', packet(31, 3, 2 | 128 | 64, 9, ...zeros(4))],
])('a packet that breaks %s is refused with that name', (rule, bytes) => {
  expect(() => inspectOpusPacket(bytes)).toThrow(new RegExp(`\\[data-loss\\].*RFC 6716, 3\\.4, ${rule}\\)`));
});

test('whatever the bytes, there is an answer, and frames lie inside', () => {
  const random = randomNumbers(5);
  for (let index = 0; index < 4000; index += 1) {
    const bytes = Uint8Array.from({ length: Math.floor(random() ** 3 * 600) }, () => random() * 256);
    try {
      const { frames, durationUs, paddingBytes, frameCount } = inspectOpusPacket(bytes);
      expect(frames.length).toBe(frameCount);
      expect(durationUs).toBeLessThanOrEqual(120_000);
      const last = frames.at(-1) ?? { offset: 0, sizeBytes: 0 };
      expect(last.offset + last.sizeBytes + paddingBytes).toBe(bytes.length);
      for (const { offset, sizeBytes } of frames) expect(offset >= 1 && sizeBytes >= 0).toBe(true);
    } catch (error) {
      expect(error).toMatchObject({ code: 'data-loss' });
    }
  }
});
