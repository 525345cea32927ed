import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FrameReader } from './frame-reader.ts';

const MAX_BYTES = 1_000;
const KEY = [0x37, 0xfa, 0x21, 0x3d];

interface FrameParts {
  readonly opcode: number;
  readonly payload: Buffer;
  readonly isLast?: boolean;
  readonly reserved?: number;
  readonly isMasked?: boolean;
}

/** A frame as a client sends it. */
function frame({ opcode, payload, isLast = true, reserved = 0, isMasked = true }: FrameParts): Buffer {
  const size = payload.length;
  const head = [(isLast ? 0x80 : 0) | reserved | opcode];
  const mask = isMasked ? 0x80 : 0;
  if (size < 126) head.push(mask | size);
  else if (size < 65_536) head.push(mask | 126, size >> 8, size & 255);
  else head.push(mask | 127, 0, 0, 0, 0, size >>> 24, (size >> 16) & 255, (size >> 8) & 255, size & 255);
  if (!isMasked) return Buffer.concat([Buffer.from(head), payload]);
  const masked = payload.map((byte, index) => byte ^ (KEY[index & 3] ?? 0));
  return Buffer.concat([Buffer.from([...head, ...KEY]), masked]);
}

const text = (words: string, more: Partial<FrameParts> = {}) =>
  frame({ opcode: 1, payload: Buffer.from(words), ...more });
const close = (...payload: number[]) => frame({ opcode: 8, payload: Buffer.from(payload) });

/** Everything that a reader finds in chunks. */
function readAll(chunks: readonly Buffer[], maxBytes: number = MAX_BYTES): string[] {
  const reader = new FrameReader(maxBytes);
  const found: string[] = [];
  for (const chunk of chunks) {
    reader.push(Buffer.from(chunk));
    for (let kind = reader.next(); kind !== undefined; kind = reader.next()) {
      if (kind === 'text') found.push(`text ${reader.text}`);
      else if (kind === 'binary' || kind === 'ping') found.push(`${kind} ${reader.payload.toString('hex')}`);
      else if (kind === 'pong') found.push(kind);
      else found.push(`${kind} ${reader.code}`);
    }
  }
  return found;
}

describe('FrameReader', () => {
  it('reads the examples of RFC 6455 §5.7 that a client may send', () => {
    expect(readAll([Buffer.from('818537fa213d7f9f4d5158', 'hex')])).toEqual(['text Hello']);
    expect(readAll([Buffer.from('8a8537fa213d7f9f4d5158', 'hex')])).toEqual(['pong']);
  });

  it.each([0, 1, 125, 126, 127, 1_000])('reads a message of %i bytes', (size) => {
    expect(readAll([text('x'.repeat(size))])).toEqual([`text ${'x'.repeat(size)}`]);
  });

  it('reads a message of 64 KiB and more', () => {
    expect(readAll([text('x'.repeat(70_000))], 70_000)).toEqual([`text ${'x'.repeat(70_000)}`]);
  });

  it('reads a message in parts, with signs of life in between', () => {
    const parts = [
      text('Grü', { isLast: false }).subarray(0),
      frame({ opcode: 9, payload: Buffer.from('01', 'hex') }),
      frame({ opcode: 0, payload: Buffer.from('ß'), isLast: false }),
      frame({ opcode: 10, payload: Buffer.alloc(0) }),
      frame({ opcode: 0, payload: Buffer.from(' 🎈') }),
      frame({ opcode: 2, payload: Buffer.from('ff', 'hex'), isLast: false }),
      frame({ opcode: 0, payload: Buffer.from('00', 'hex') }),
    ];
    expect(readAll([Buffer.concat(parts)])).toEqual(['ping 01', 'pong', 'text Grüß 🎈', 'binary ff00']);
  });

  it('takes a character that is cut between two parts for a whole one', () => {
    const bytes = Buffer.from('🎈');
    const parts = [
      frame({ opcode: 1, payload: bytes.subarray(0, 2), isLast: false }),
      frame({ opcode: 0, payload: bytes.subarray(2) }),
    ];
    expect(readAll(parts)).toEqual(['text 🎈']);
  });

  it.each([
    ['no mask', text('x', { isMasked: false }), 1_002],
    ['a reserved bit', text('x', { reserved: 0x40 }), 1_002],
    ['a reserved kind', frame({ opcode: 3, payload: Buffer.alloc(0) }), 1_002],
    ['a reserved kind of control', frame({ opcode: 11, payload: Buffer.alloc(0) }), 1_002],
    ['a continuation of nothing', frame({ opcode: 0, payload: Buffer.alloc(0) }), 1_002],
    ['a message within a message', Buffer.concat([text('x', { isLast: false }), text('y')]), 1_002],
    ['a ping in parts', frame({ opcode: 9, payload: Buffer.alloc(0), isLast: false }), 1_002],
    ['a long ping', frame({ opcode: 9, payload: Buffer.alloc(126) }), 1_002],
    ['a message over the limit', text('x'.repeat(MAX_BYTES + 1)), 1_009],
    ['a message that says it has 2^63 bytes', Buffer.from('81ffffffffffffffffff', 'hex'), 1_009],
    [
      'parts over the limit',
      Buffer.concat([text('x'.repeat(999), { isLast: false }), frame({ opcode: 0, payload: Buffer.alloc(2) })]),
      1_009,
    ],
    ['text that is not UTF-8', frame({ opcode: 1, payload: Buffer.from('c328', 'hex') }), 1_007],
    ['half a character', frame({ opcode: 1, payload: Buffer.from('eda080', 'hex') }), 1_007],
    ['half a code', close(3), 1_002],
    ['a code that is never sent', close(0x03, 0xed), 1_002],
    ['a code of nobody', close(0x07, 0xd0), 1_002],
    ['a reason that is not UTF-8', close(0x03, 0xe8, 0xff), 1_007],
  ])('finds the fault in %s, and reads nothing more', (_name, bytes, code) => {
    expect(readAll([bytes, text('more')])).toEqual([`fault ${code}`]);
  });

  it.each([
    ['nothing', close(), 1_005],
    ['a code', close(0x03, 0xe8), 1_000],
    ['a code and a reason', close(0x0f, 0xa0, 0x62, 0x79, 0x65), 4_000],
  ])('reads a close frame with %s, and nothing more', (_name, bytes, code) => {
    expect(readAll([bytes, text('more')])).toEqual([`close ${code}`]);
  });

  it('takes the character that stands for broken UTF-8 for what it is where it was sent', () => {
    expect(readAll([text('a\ufffdb')])).toEqual(['text a\ufffdb']);
  });

  it('stops where it is told to, and goes on with what came meanwhile', () => {
    const reader = new FrameReader(MAX_BYTES);
    reader.push(Buffer.concat([text('1'), text('2'), text('3').subarray(0, 3)]));
    expect(reader.next()).toBe('text');
    reader.push(text('3').subarray(3));
    reader.push(text('4'));
    const texts = [reader.text];
    while (reader.next()) texts.push(reader.text);
    expect(texts).toEqual(['1', '2', '3', '4']);
  });

  it('finds the same, wherever the chunks end', () => {
    const anyFrame = fc.record({
      opcode: fc.constantFrom(0, 1, 2, 8, 9, 10),
      payload: fc.uint8Array({ maxLength: 200 }).map((bytes) => Buffer.from(bytes)),
      isLast: fc.boolean(),
    });
    const cuts = fc.array(fc.integer({ min: 1, max: 40 }), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(fc.array(anyFrame, { maxLength: 6 }), cuts, (frames, sizes) => {
        const bytes = Buffer.concat(frames.map(frame));
        const chunks: Buffer[] = [];
        for (let at = 0, turn = 0; at < bytes.length; turn += 1) {
          const size = sizes[turn % sizes.length] ?? 1;
          chunks.push(bytes.subarray(at, at + size));
          at += size;
        }
        expect(readAll(chunks)).toEqual(readAll([bytes]));
      }),
    );
  });

  it('survives anything, and keeps no more than its limit', () => {
    fc.assert(
      fc.property(fc.array(fc.uint8Array({ maxLength: 300 }), { maxLength: 20 }), (chunks) => {
        readAll(chunks.map((bytes) => Buffer.from(bytes)));
      }),
      { numRuns: 500 },
    );
  });

  it('is not slowed down by a message that comes byte by byte, or in parts of one byte', () => {
    const bytes = text('x'.repeat(200_000));
    const one = Array.from({ length: bytes.length }, (_, at) => bytes.subarray(at, at + 1));
    expect(readAll(one, 200_000)[0]).toHaveLength(200_005);
    const parts = Array.from({ length: 100_000 }, (_, index) =>
      frame({ opcode: index === 0 ? 1 : 0, payload: Buffer.from('x'), isLast: index === 99_999 }),
    );
    expect(readAll([Buffer.concat(parts)], 200_000)[0]).toHaveLength(100_005);
  });
});
