import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isLongerThan } from './utf8-size.ts';

/** Texts of all kinds of characters, halves of them included. */
const anyText = fc.string({
  unit: fc
    .oneof(fc.nat(0x7f), fc.nat(0x7ff), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }))
    .map((code) => String.fromCharCode(code)),
});

const sizeBytes = (text: string) => new TextEncoder().encode(text).length;

describe('isLongerThan()', () => {
  it.each([
    ['one byte', 'a', 1],
    ['two bytes', 'é', 2],
    ['three bytes', '€', 3],
    ['four bytes', '😀', 4],
    ['half a pair, which encoders replace', '\ud83d', 3],
    ['two halves the wrong way round', '\ude00\ud83d', 6],
    ['nothing', '', 0],
  ])('counts %s', (_what, text, bytes) => {
    expect(isLongerThan(text, bytes)).toBe(false);
    expect(isLongerThan(text, bytes - 1)).toBe(true);
  });

  it('agrees with the encoder on every text and limit', () => {
    fc.assert(
      fc.property(anyText, fc.nat({ max: 50 }), (text, maxBytes) => {
        expect(isLongerThan(text, maxBytes)).toBe(sizeBytes(text) > maxBytes);
      }),
    );
  });

  it('agrees with the encoder on half characters', () => {
    const codeUnit = fc.constantFrom('\ud83d', '\ude00', 'a', 'é', '€');
    fc.assert(
      fc.property(fc.string({ unit: codeUnit }), (text) => {
        expect(isLongerThan(text, sizeBytes(text))).toBe(false);
        expect(isLongerThan(text, sizeBytes(text) - 1)).toBe(true);
      }),
    );
  });
});
