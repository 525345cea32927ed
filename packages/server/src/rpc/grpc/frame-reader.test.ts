import fc from 'fast-check';
import { expect, test } from 'vitest';
import { FrameReader } from './frame-reader.ts';

function frame(content: Uint8Array, flags = 0): Buffer {
  const head = Buffer.from([flags, 0, 0, 0, 0]);
  head.writeUInt32BE(content.length, 1);
  return Buffer.concat([head, content]);
}

function open(encoding?: string): FrameReader {
  return new FrameReader({ maxMessageBytes: 1_000, encoding });
}

/** Everything that is complete. */
function drain(reader: FrameReader): Buffer[] {
  const found: Buffer[] = [];
  while (reader.next()) found.push(Buffer.from(reader.bytes.subarray(reader.start, reader.end)));
  return found;
}

test('messages come out as they were, however the bytes are cut and however late they are asked for', () => {
  const contents = fc.array(fc.uint8Array({ maxLength: 1_000 }), { maxLength: 8 });
  const cuts = fc.array(fc.tuple(fc.integer({ min: 1, max: 700 }), fc.boolean()), { minLength: 1, maxLength: 20 });
  fc.assert(
    fc.property(contents, cuts, (messages, sizes) => {
      const reader = open();
      const found: Buffer[] = [];
      let rest = Buffer.concat(messages.map((message) => frame(message)));
      for (let index = 0; rest.length > 0; index += 1) {
        const [size, isAskedFor] = sizes[index % sizes.length] ?? [1, true];
        // A chunk's memory is used for something else afterwards, as long as nobody waits for it.
        const chunk = Buffer.from(rest.subarray(0, size));
        rest = rest.subarray(size);
        reader.push(chunk);
        if (!isAskedFor) continue;
        found.push(...drain(reader));
        chunk.fill(0xee);
      }
      found.push(...drain(reader));
      expect(found).toEqual(messages.map((message) => Buffer.from(message)));
      expect(reader.hasRest).toBe(false);
    }),
    { numRuns: 500 },
  );
});

test('a message that comes byte by byte takes no more than twice its size', () => {
  const reader = open();
  const whole = frame(new Uint8Array(900));
  for (const byte of whole.subarray(0, -1)) {
    reader.push(Buffer.from([byte]));
    expect(reader.next()).toBe(false);
  }
  expect(reader.bytes.buffer.byteLength).toBeLessThanOrEqual(2 * whole.length);
  expect(reader.hasRest).toBe(true);
  reader.push(whole.subarray(-1));
  expect(drain(reader)).toHaveLength(1);
  expect(reader.next()).toBe(false);
  expect(reader.bytes.length).toBe(0);
});

test.each([
  ['a message over the limit', [0, 0, 0, 3, 0xe9], undefined, 'resource-exhausted', /1000 bytes, got one of 1001/],
  ['the longest length, compressed', [1, 255, 255, 255, 255], 'gzip', 'resource-exhausted', /got one of 4294967295/],
  ['a compressed message', [1, 0, 0, 0, 1], 'gzip', 'unimplemented', /compressed/],
  ['a compressed message of no known compression', [1, 0, 0, 0, 1], undefined, 'internal', /flags 1/],
  ['a compressed message of none', [1, 0, 0, 0, 1], 'identity', 'internal', /flags 1/],
  ['a flag that nobody knows', [2, 0, 0, 0, 1], 'gzip', 'internal', /flags 2/],
])('%s is refused by its head alone', (_name, head, encoding, code, detail) => {
  const reader = open(encoding);
  reader.push(Buffer.from(head));
  expect(() => reader.next()).toThrowError(expect.objectContaining({ code, detail: expect.stringMatching(detail) }));
});
