import { expect, test } from 'vitest';
import { bearerToken, MAX_TOKEN_CHARS } from './bearer-token.ts';

test.each([
  ['Bearer abc', 'abc'],
  ['bearer   a.b-c_d~e+f/g== ', 'a.b-c_d~e+f/g=='],
  ['BEARER abc', 'abc'],
  [['Bearer abc'], 'abc'],
  [['Bearer abc', 'Bearer abc'], undefined],
  [[], undefined],
  [undefined, undefined],
  ['', undefined],
  ['Bearer', undefined],
  ['Bearer ', undefined],
  ['Bearerabc', undefined],
  ['Basic YTpi', undefined],
  ['Bearer a b', undefined],
  ['Bearer a\u0000b', undefined],
  ['Bearer grün', undefined],
])('%j has the token %j', (header, token) => {
  expect(bearerToken(header)).toBe(token);
});

test('a token that is too long stays too long, but no longer than it must', () => {
  expect(bearerToken(`Bearer ${'a'.repeat(MAX_TOKEN_CHARS)}`)).toHaveLength(MAX_TOKEN_CHARS);
  expect(bearerToken(`Bearer ${'a'.repeat(1_000_000)}`)).toHaveLength(MAX_TOKEN_CHARS + 1);
});
