import { expect, test } from 'vitest';
import { isOriginEntry, OriginList } from './origin-list.ts';

test.each([
  [['https://app.example.org'], 'https://app.example.org', true],
  [['https://APP.example.org:443'], 'https://app.example.org', true],
  [['http://localhost:5173'], 'http://localhost:5173', true],
  [['http://[::1]:5173'], 'http://[::1]:5173', true],
  [['chrome-extension://abcdef'], 'chrome-extension://abcdef', true],
  [['https://app.example.org'], 'http://app.example.org', false],
  [['https://app.example.org'], 'https://app.example.org:8443', false],
  [['https://app.example.org'], 'https://app.example.org.evil.test', false],
  [['https://app.example.org'], 'https://evil.test', false],
  [['https://app.example.org'], 'null', false],
  [['https://app.example.org'], '', false],
  [['https://*.example.org'], 'https://app.example.org', true],
  [['https://*.example.org'], 'https://a.b.example.org', true],
  [['https://*.example.org:8443'], 'https://a.example.org:8443', true],
  [['https://*.example.org'], 'https://example.org', false],
  [['https://*.example.org'], 'https://.example.org', false],
  [['https://*.example.org'], 'https://a..example.org', false],
  [['https://*.example.org'], 'https://evil.test/.example.org', false],
  [['https://*.example.org'], 'https://evil.test#.example.org', false],
  [['https://*.example.org'], 'https://a@evil.test:1.example.org', false],
  [['https://*.example.org'], 'https://badexample.org', false],
  [['https://*.example.org'], 'https://a.example.org:8443', false],
  [['*'], 'https://evil.test', true],
  [['https://a.test', '*'], 'null', true],
  [['null'], 'null', true],
  [[], 'https://a.test', false],
])('%j and %s: %s', (entries, origin, expected) => {
  expect(new OriginList(entries).allows(origin)).toBe(expected);
});

test('an origin that is too long is not looked at', () => {
  expect(new OriginList(['https://*.example.org']).allows(`https://${'a'.repeat(600)}.example.org`)).toBe(false);
});

test('who sends no origin is no page of any', () => {
  expect(new OriginList([]).allows(undefined)).toBe(true);
});

test.each([['https://a.test/'], ['a.test'], ['https://*'], ['https://a.*.test'], ['**'], ['http://'], ['https://a b']])(
  '%s is no entry',
  (entry) => {
    expect(isOriginEntry(entry)).toBe(false);
  },
);
