import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { percentEncoded, statusFields, timeoutMsOf } from './status.ts';

test('the text of a status comes back whole from what a header field can carry', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (text) => {
      const encoded = percentEncoded(text);
      expect(encoded).toMatch(/^[ -~]*$/);
      expect(decodeURIComponent(encoded)).toBe(Buffer.from(text).toString());
    }),
  );
  expect(percentEncoded('50% für\r\n')).toBe('50%25 f%C3%BCr%0D%0A');
  expect(percentEncoded('x'.repeat(5_000))).toHaveLength(1_024);
});

test('a status has its number, its text and, where known, when to try again', () => {
  expect(statusFields(undefined)).toEqual({ 'grpc-status': '0' });
  expect(statusFields(new SdkError('not-found', 'no'))).toEqual({ 'grpc-status': '5', 'grpc-message': 'no' });
  expect(statusFields(new SdkError('resource-exhausted', 'no', { retryAfterMs: 1.2 }))).toEqual({
    'grpc-status': '8',
    'grpc-message': 'no',
    'retry-after-ms': '2',
  });
});

test.each([
  [undefined, undefined],
  ['1H', 3_600_000],
  ['2M', 120_000],
  ['3S', 3_000],
  ['99999999m', 99_999_999],
  ['1500u', 2],
  ['1n', 1],
  ['0S', 0],
  ['2147483S', 2_147_483_000],
  ['2147484S', undefined],
  ['99999999H', undefined],
])('a grpc-timeout of %s is %s ms', (header, ms) => {
  expect(timeoutMsOf(header)).toBe(ms);
});

test.each(['', '5', 'S', '-1S', '1.5S', '123456789S', '1s', '1S ', ['1S', '2S']])(
  'a grpc-timeout of %j is refused',
  (header) => {
    expect(() => timeoutMsOf(header)).toThrowError(expect.objectContaining({ code: 'invalid-argument' }));
  },
);
