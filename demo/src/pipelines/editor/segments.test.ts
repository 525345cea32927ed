import { describe, expect, it } from 'vitest';
import { rangeOf, segmentsOf } from './segments.ts';

const TEXT = `# a comment
nodes:
  - id: loud
    params: { gain_db: -3.5, name: "x: y" }
`;

const problem = (found: string, severity: 'error' | 'warning' = 'error') => ({
  severity,
  code: 'bad-param' as const,
  path: '',
  message: '',
  position: { line: 1, column: 1, offset: TEXT.indexOf(found), length: found.length },
});

describe('segmentsOf', () => {
  it('loses no character', () => {
    const segments = segmentsOf(TEXT, [problem('gain_db: -3.5'), problem('id: loud', 'warning')]);
    expect(segments.map(({ text }) => text).join('')).toBe(TEXT);
  });

  it('tells keys, numbers, strings and comments apart', () => {
    const found = segmentsOf(TEXT, [])
      .filter(({ token }) => token !== 'plain')
      .map(({ text, token }) => `${token} ${text}`);
    expect(found).toEqual([
      'comment # a comment',
      'key nodes',
      'key id',
      'key params',
      'key gain_db',
      'number -3.5',
      'key name',
      'string "x: y"',
    ]);
  });

  it('marks what problems are about, an error before a warning', () => {
    const segments = segmentsOf(TEXT, [problem('gain_db: -3.5', 'warning'), problem('-3.5')]);
    const marked = segments.filter(({ severity }) => severity).map(({ text, severity }) => `${severity} ${text}`);
    expect(marked).toEqual(['warning gain_db', 'warning : ', 'error -3.5']);
  });

  it('knows an empty text', () => expect(segmentsOf('', [problem('x')])).toEqual([]));
});

describe('rangeOf', () => {
  it('takes the line before the place where something is missing', () => {
    const { from, to } = rangeOf(TEXT, { offset: TEXT.length, length: 0 });
    expect(TEXT.slice(from, to)).toBe('    params: { gain_db: -3.5, name: "x: y" }');
  });

  it('stays within a text that has become shorter', () => {
    expect(rangeOf('ab', { offset: 9, length: 4 })).toEqual({ from: 0, to: 2 });
  });
});
