import { describe, expect, it } from 'vitest';
import { formatMessage, MAX_CHAT_LENGTH, parseMessage } from './wire-messages.ts';

describe('parseMessage', () => {
  it.each([
    { type: 'chat', text: 'hello "you" <b>there</b>\n\u{1f44b}' },
    { type: 'media', audio: true, video: false },
  ] as const)('reads back what was written: %j', (message) => {
    expect(parseMessage(formatMessage(message))).toEqual(message);
  });

  it.each([
    '',
    'hello',
    'null',
    '5',
    '[]',
    '{}',
    '{"type":"chat"}',
    '{"type":"chat","text":5}',
    '{"type":"chat","text":"  "}',
    '{"type":"media","audio":1,"video":true}',
    '{"type":"media","audio":true}',
    '{"type":"other","text":"x"}',
    '{"type":"chat","text":"x"',
  ])('takes nothing from %j', (data) => {
    expect(parseMessage(data)).toBeUndefined();
  });

  it('takes nothing from bytes', () => {
    expect(parseMessage(new TextEncoder().encode('{"type":"chat","text":"x"}'))).toBeUndefined();
  });

  it('cuts a line that is too long, and does not even read what is far too long', () => {
    const long = parseMessage(formatMessage({ type: 'chat', text: 'x'.repeat(MAX_CHAT_LENGTH + 1) }));
    expect(long).toEqual({ type: 'chat', text: 'x'.repeat(MAX_CHAT_LENGTH) });
    expect(parseMessage(formatMessage({ type: 'chat', text: 'x'.repeat(100_000) }))).toBeUndefined();
  });

  it('hands on nothing that was slipped in besides', () => {
    expect(parseMessage('{"type":"chat","text":"x","html":"<b>","__proto__":{"a":1}}')).toEqual({
      type: 'chat',
      text: 'x',
    });
  });
});
