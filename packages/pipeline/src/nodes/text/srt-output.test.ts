import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { DrivenNode } from '../flow/driven-node-contract.ts';
import { srtOutput } from './srt-output.ts';

/** The file of some items, JSON unless they are text. */
async function write(items: readonly (JsonValue | RuntimeData)[], params: Readonly<Record<string, unknown>> = {}) {
  const node = await DrivenNode.create(srtOutput, params);
  for (const item of items) await node.push(isItem(item) ? item : { kind: 'json', value: item });
  return node
    .take()
    .map((item) => (item.kind === 'text' ? item.text : ''))
    .join('');
}

function isItem(value: JsonValue | RuntimeData): value is RuntimeData {
  return typeof value === 'object' && value !== null && 'kind' in value;
}

describe('SrtOutput', () => {
  it('writes a cue for each piece of a transcript', async () => {
    const segments = [
      { text: ' Hello there.', start: 0, end: 1.5 },
      { text: 'Bye.', start: 3723.0456, end: 3724 },
    ];
    const expected = `1
00:00:00,000 --> 00:00:01,500
Hello there.

2
01:02:03,046 --> 01:02:04,000
Bye.

`;
    expect(await write([{ segments }])).toBe(expected);
    expect(await write(segments)).toBe(expected);
    expect(await write([{ chunks: segments.map(({ text, start, end }) => ({ text, timestamp: [start, end] })) }])).toBe(
      expected,
    );
  });

  it('leaves the numbers out, and breaks long lines between words', async () => {
    const cue = { text: 'one two three extraordinarily four', start: 1, end: 2 };
    expect(await write([cue], { includeNumbers: false, maxLineLength: 9 })).toBe(
      '00:00:01,000 --> 00:00:02,000\none two\nthree\nextraordinarily\nfour\n\n',
    );
  });

  it('puts plain text after the cue before it, for as long as it takes to read', async () => {
    const file = await write([{ text: 'First.', start: 1, end: 2 }, { kind: 'text', text: 'x'.repeat(30) }, 'Yes.']);
    expect(file.match(/.* --> .*/g)).toEqual([
      '00:00:01,000 --> 00:00:02,000',
      '00:00:02,000 --> 00:00:04,000',
      '00:00:04,000 --> 00:00:05,000',
    ]);
  });

  it('lets no text end its cue or begin another one', async () => {
    const text = 'a\n\n2\n00:00:09,000 --> 00:00:10,000\r\n\r\nb';
    expect(await write([{ text, start: 0, end: 1 }])).toBe(
      '1\n00:00:00,000 --> 00:00:01,000\na\n2\n00:00:09,000 → 00:00:10,000\nb\n\n',
    );
  });

  it('writes nothing for silence', async () => {
    expect(await write([{ text: '  ', start: 0, end: 1 }, { segments: [] }])).toBe('');
  });

  it('counts from 1 again after the end of the input', async () => {
    const node = await DrivenNode.create(srtOutput);
    await node.push({ kind: 'text', text: 'one' });
    await node.flush();
    await node.push({ kind: 'text', text: 'two' });
    expect(node.take()).toMatchObject([
      { text: expect.stringMatching(/^1\n00:00:00/) },
      { text: expect.stringMatching(/^1\n00:00:00/) },
    ]);
  });

  it.each([
    ['no text', { start: 0, end: 1 }],
    ['no times', { text: 'a' }],
    ['an end before the start', { text: 'a', start: 2, end: 1 }],
    ['a time before 0', { text: 'a', start: -1, end: 1 }],
    ['a piece that is none', { segments: [7] }],
    ['a number', 7],
    ['nothing', null],
  ])('refuses %s', async (_name, value) => {
    await expect(write([value])).rejects.toMatchObject({ code: 'invalid-argument' });
  });

  it('refuses a transcript without a bound', async () => {
    const piece = { text: 'a', start: 0, end: 1 };
    await expect(write([{ segments: Array.from({ length: 10_001 }, () => piece) }])).rejects.toMatchObject({
      code: 'resource-exhausted',
    });
  });
});
