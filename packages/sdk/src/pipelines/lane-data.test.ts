import { describe, expect, it } from 'vitest';
import { dataOfMessage, sendableOfData } from './lane-data.ts';

describe('messages and data', () => {
  it.each([
    ['text', 'hello'],
    ['json', { a: [1, null] }],
    ['binary', new Uint8Array([1, 2])],
  ] as const)('go both ways as %s', (kind, data) => {
    const message = { kind, data } as Parameters<typeof dataOfMessage>[0];
    expect(dataOfMessage(message).kind).toBe(kind);
    expect(sendableOfData(dataOfMessage(message))).toEqual(data);
  });

  it.each([
    ['a number', { kind: 'json', value: 7 }, '7'],
    ['nothing', { kind: 'json', value: null }, 'null'],
    ['a file', { kind: 'file', path: '/a' }, 'kind file'],
  ] as const)('refuse %s, and say what it is', (_, data, words) => {
    expect(() => sendableOfData(data)).toThrow(words);
  });
});
