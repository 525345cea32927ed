import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import * as limits from './limits.ts';

const { isPeerId, isRoomName } = limits;
/** Texts of all kinds of characters, halves of them included. */
const anyText = fc.string({
  unit: fc
    .oneof(fc.nat(0x7f), fc.nat(0x7ff), fc.nat(0xffff), fc.integer({ min: 0xd800, max: 0xdfff }))
    .map((code) => String.fromCharCode(code)),
});
const ALLOWED = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_.:@-';

describe.each([
  ['isPeerId()', isPeerId],
  ['isRoomName()', isRoomName],
])('%s', (_name, isName) => {
  it('accepts every allowed character, from one to 64 of them', () => {
    for (const character of ALLOWED) expect(isName(`x${character}`)).toBe(true);
    expect(isName('x'.repeat(64))).toBe(true);
    expect(isName(limits.DEFAULT_ROOM)).toBe(true);
    expect(isName('3f0c1c0e-9a51-4b52-8f0e-0d6f1f4f7a11')).toBe(true);
  });

  it('refuses every other character of the basic plane', () => {
    for (let code = 0; code <= 0xffff; code += 1) {
      const character = String.fromCharCode(code);
      if (isName(`x${character}`) !== ALLOWED.includes(character)) expect.fail(`U+${code.toString(16)}`);
    }
  });

  it.each([
    ['nothing', ''],
    ['65 characters', 'x'.repeat(65)],
    ['a line break at the end', 'ada\n'],
    ['a path', '../ada'],
    ['what a path swallows', '.'],
    ['what a path goes up by', '..'],
    ['a letter that looks like another', 'аda'],
    ['a letter that folds to ASCII', 'ſ'],
    ['an emoji', '😀'],
    ['10 MiB', 'x'.repeat(10_485_760)],
  ])('refuses %s', (_what, value) => {
    expect(isName(value)).toBe(false);
  });

  it.each([[undefined], [null], [42], [true], [['ada']], [{ toString: () => 'ada' }]])('refuses %j', (value) => {
    expect(isName(value)).toBe(false);
  });

  it('accepts a text if and only if it has 1–64 characters and allowed ones only', () => {
    const mostlyAllowed = fc.string({ unit: fc.constantFrom(...ALLOWED, 'é', ' ', '\n', '/'), maxLength: 80 });
    fc.assert(
      fc.property(fc.oneof(mostlyAllowed, anyText), (text) => {
        const isAllowed = [...text].every((character) => ALLOWED.includes(character));
        const isPath = text === '.' || text === '..';
        expect(isName(text)).toBe(isAllowed && !isPath && text.length >= 1 && text.length <= 64);
      }),
    );
  });
});

describe('limits', () => {
  it('have the values that peers were told', () => {
    const values = Object.fromEntries(Object.entries(limits).filter(([, value]) => typeof value !== 'function'));
    expect(values).toEqual({
      MAX_SDP_BYTES: 65_536,
      MAX_CANDIDATE_BYTES: 2_048,
      MAX_METADATA_BYTES: 1_024,
      MAX_EXTENSIONS_BYTES: 1_024,
      MAX_REQUESTS_PER_SEND: 64,
      MAX_MESSAGE_BYTES: 262_144,
      DEFAULT_ROOM: 'default',
      ROOM_METADATA_KEY: 'room',
      DISPLAY_NAME_METADATA_KEY: 'display_name',
    });
  });

  it('let the longest session description through in one message', () => {
    const ids = 2 * 64;
    expect(limits.MAX_SDP_BYTES + ids).toBeLessThan(limits.MAX_MESSAGE_BYTES);
  });
});
