import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LaneMessage } from '../lane-message.ts';
import { wholeFrame } from './frame.ts';
import { nativeFraming } from './native.ts';

const tag = fc.option(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 8 }), { nil: undefined });
const content = fc.oneof(
  fc.record({ kind: fc.constant('text' as const), data: fc.string({ unit: 'grapheme' }) }),
  fc.record({ kind: fc.constant('binary' as const), data: fc.uint8Array({ maxLength: 300 }) }),
  fc.record({ kind: fc.constant('json' as const), data: fc.jsonValue({ noUnicodeString: false } as never) }),
);
const message = fc.tuple(content, tag).map(([body, name]) => (name === undefined ? body : { ...body, tag: name }));

describe('native framing', () => {
  it('reads what it wrote', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const frame = wholeFrame(nativeFraming.encode(sent as LaneMessage, 65_536));
        const came = nativeFraming.decode(frame) as LaneMessage;
        if (sent.kind === 'json') expect(JSON.stringify(came)).toBe(JSON.stringify({ ...came, ...sent }));
        else
          expect({ ...came, data: came.kind === 'binary' ? [...came.data] : came.data }).toEqual({
            ...sent,
            data: sent.kind === 'binary' ? [...(sent.data as Uint8Array)] : sent.data,
          });
      }),
    );
  });

  it('never begins like a protobuf message or like JSON', () => {
    fc.assert(
      fc.property(message, (sent) => {
        const frame = wholeFrame(nativeFraming.encode(sent as LaneMessage, 65_536));
        if (typeof frame !== 'string') expect(frame[0]).toBeLessThan(8);
      }),
    );
  });

  it('throws nothing but SdkError at bytes that somebody made up', () => {
    const hostile = fc.oneof(
      fc.uint8Array({ maxLength: 400 }),
      fc
        .tuple(fc.nat(8), fc.nat(255), fc.uint8Array({ maxLength: 300 }))
        .map(([kind, size, rest]) => [kind, size, ...rest]),
    );
    fc.assert(
      fc.property(hostile, (bytes) => {
        try {
          nativeFraming.decode(Uint8Array.from(bytes));
        } catch (error) {
          expect(error).toBeInstanceOf(SdkError);
          expect((error as SdkError).code).toBe('invalid-argument');
        }
      }),
      { numRuns: 2_000 },
    );
  });

  it.each([
    ['an empty frame', []],
    ['a kind that does not exist', [7, 0, 0, 0, 0, 0, 0, 0]],
    ['a tag that is longer than the frame', [1, 200, 65, 65]],
    ['a tag of more than 64 characters', [0, 65, ...Array.from({ length: 70 }, () => 65)]],
    ['a text that is not UTF-8', [0, 1, 65, 0, 0, 0, 0, 0, 0xff]],
    ['JSON that is none', [2, 0, 0, 0, 0, 0, 0, 0, 0x7b]],
  ])('refuses %s', (_name, bytes) => {
    expect(() => nativeFraming.decode(Uint8Array.from(bytes))).toThrow(SdkError);
  });
});
