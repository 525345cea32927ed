import { create, fromBinary, toBinary } from '@bufbuild/protobuf';
import { SdkError } from '@remotemedia/base';
import { AudioFormat, DataBufferSchema } from '@remotemedia/protocol/common';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createDataBufferFraming } from './data-buffer.ts';
import { wholeFrame } from './frame.ts';

const utf8 = (text: string) => new TextEncoder().encode(text);

describe('data-buffer framing', () => {
  it.each([
    { kind: 'text', data: 'hello', tag: 'ui' },
    { kind: 'text', data: '' },
    { kind: 'json', data: { a: [1, null] } },
    { kind: 'binary', data: Uint8Array.of(1, 2), tag: 'image/png' },
  ] as const)('reads what it wrote: %o', (message) => {
    const framing = createDataBufferFraming();
    expect(framing.decode(wholeFrame(framing.encode(message, 65_535)))).toEqual(message);
  });

  it.each([
    [{ kind: 'text', data: '' }, 0x2a],
    [{ kind: 'json', data: {} }, 0x22],
    [{ kind: 'binary', data: new Uint8Array() }, 0x32],
  ] as const)('writes %o with its own field first, and never nothing', (message, first) => {
    const frame = wholeFrame(createDataBufferFraming().encode(message, 65_535));
    expect(frame.length).toBeGreaterThan(0);
    expect(frame[0]).toBe(first);
  });

  it('puts the data before the notes, for decoders that read only the first field', () => {
    const audio = {
      samples: new Uint8Array(8),
      sampleRate: 48_000,
      channels: 1,
      format: AudioFormat.F32,
      numSamples: 2n,
    };
    const data = { dataType: { case: 'audio', value: audio }, metadata: { a: 'b' } } as const;
    const frame = wholeFrame(createDataBufferFraming().encode({ kind: 'buffer', data }, 65_535));
    expect(frame[0]).toBe(0x0a);
    expect(createDataBufferFraming().decode(frame)).toMatchObject({ kind: 'buffer', data: { metadata: { a: 'b' } } });
  });

  it('takes JSON where old helpers put it, and answers the same way', () => {
    const framing = createDataBufferFraming();
    const old = create(DataBufferSchema, {
      dataType: { case: 'binary', value: { data: utf8('{"op":"add"}'), mimeType: 'CalculatorRequest' } },
    });
    const came = framing.decode(toBinary(DataBufferSchema, old) as Uint8Array<ArrayBuffer>);
    expect(came).toEqual({ kind: 'json', data: { op: 'add' }, tag: 'CalculatorRequest' });
    const answer = fromBinary(DataBufferSchema, framing.encode({ kind: 'json', data: [1] }, 65_535).body as Uint8Array);
    expect(answer.dataType.case).toBe('binary');
  });

  it('takes bytes with a MIME type for bytes, even if they look like JSON', () => {
    const framing = createDataBufferFraming();
    const message = { kind: 'binary', data: utf8('{}'), tag: 'application/json' } as const;
    expect(framing.decode(wholeFrame(framing.encode(message, 65_535)))).toEqual(message);
  });

  it('refuses a buffer without data, in both directions', () => {
    const framing = createDataBufferFraming();
    expect(() => framing.encode({ kind: 'buffer', data: { metadata: { a: 'b' } } }, 65_535)).toThrow(SdkError);
    expect(() => framing.decode(new Uint8Array())).toThrow(SdkError);
    expect(() => framing.decode('text')).toThrow(SdkError);
  });

  it('throws nothing but SdkError at bytes that somebody made up', () => {
    const tags = fc.constantFrom(0x0a, 0x12, 0x1a, 0x22, 0x2a, 0x32, 0x3a, 0x42, 0x4a, 0x52);
    const hostile = fc
      .tuple(tags, fc.nat(60), fc.uint8Array({ maxLength: 80 }))
      .map((parts) => Uint8Array.from(parts.flatMap((part) => (typeof part === 'number' ? [part] : [...part]))));
    fc.assert(
      fc.property(fc.oneof(hostile, fc.uint8Array({ maxLength: 80 })), (bytes) => {
        try {
          createDataBufferFraming().decode(bytes as Uint8Array<ArrayBuffer>);
        } catch (error) {
          expect(error).toBeInstanceOf(SdkError);
        }
      }),
      { numRuns: 2_000 },
    );
  });
});
