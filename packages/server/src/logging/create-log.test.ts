import { SdkError } from '@remotemedia/base';
import { describe, expect, test } from 'vitest';
import type { LogLine, LogSink } from '../log.ts';
import { createLog } from './create-log.ts';
import type { LogSettings } from './log-settings.ts';

/** A log and what it has written, by stream. */
function written(settings: Partial<LogSettings>): { log: LogSink; out: string[]; error: string[] } {
  const streams = { out: [] as string[], error: [] as string[] };
  const log = createLog({ format: 'pretty', level: 'info', secrets: [], ...settings }, (stream, text) => {
    streams[stream].push(text);
  });
  return { log, ...streams };
}

describe('a log for people', () => {
  test('has a line for each event; warnings and faults go to the error stream', () => {
    const { log, out, error } = written({});
    log({ level: 'info', message: 'listening' });
    log({ level: 'warn', message: 'refused', cause: new SdkError('unavailable', 'no bus') });
    log({ level: 'error', message: 'broken', cause: new TypeError('x is no function') });
    expect(out).toEqual(['remotemedia-server: listening\n']);
    expect(error).toEqual([
      'remotemedia-server: warn: refused (no bus)\n',
      'remotemedia-server: error: broken (x is no function)\n',
    ]);
  });
});

describe('a log in JSON', () => {
  test('has a line of JSON for each event, all in one stream', () => {
    const { log, out, error } = written({ format: 'json' });
    log({ level: 'info', message: 'listening' });
    log({ level: 'warn', message: 'refused', cause: new SdkError('unavailable', 'no bus') });
    const [first, second] = out.map((line) => JSON.parse(line));
    expect(first).toMatchObject({
      level: 'info',
      message: 'listening',
      service: 'remotemedia-server',
      pid: process.pid,
    });
    expect(Date.parse(first.time)).not.toBeNaN();
    expect(second).toMatchObject({ level: 'warn', error: { code: 'unavailable', detail: 'no bus' } });
    expect(out.every((line) => line.indexOf('\n') === line.length - 1)).toBe(true);
    expect(error).toEqual([]);
  });
});

describe.each(['json', 'pretty'] as const)('a log that is %s', (format) => {
  test.each([
    ['off', []],
    ['error', ['error']],
    ['warn', ['warn', 'error']],
    ['info', ['info', 'warn', 'error']],
    ['trace', ['info', 'warn', 'error']],
  ] as const)('at level %s has %j', (level, expected) => {
    const { log, out, error } = written({ format, level });
    const lines: LogLine[] = [
      { level: 'info', message: 'of info' },
      { level: 'warn', message: 'of warn' },
      { level: 'error', message: 'of error' },
    ];
    for (const line of lines) log(line);
    const seen = [...out, ...error].map((text) => /of (\w+)/.exec(text)?.[1]);
    expect(seen).toEqual(expected);
  });

  test('blots out secrets in messages and causes', () => {
    const { log, out, error } = written({ format, secrets: ['open-sesame'] });
    const cause = new Error('JSON at position 3: {"token":"abc.def", "sdp":"v=0\\r\\na=ice-pwd:verysecretpassword');
    log({ level: 'warn', message: 'peer said open-sesame with Bearer abcdef.ghi', cause });
    const text = [...out, ...error].join('');
    expect(text).toContain('[redacted]');
    expect(text).not.toMatch(/open-sesame|abc|def|ghi|verysecret/);
  });

  test('keeps what a client sends in one line', () => {
    const { log, out, error } = written({ format });
    log({ level: 'warn', message: 'peer "a\nremotemedia-server: all is well\r\u001b[2J\u2028\u202e" left' });
    const text = [...out, ...error].join('');
    expect(text.trimEnd()).not.toMatch(/[\p{Cc}\p{Zl}\u202e]/u);
    expect(text).toContain('\\n');
  });
});
