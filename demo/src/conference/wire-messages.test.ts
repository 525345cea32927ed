import { describe, expect, it } from 'vitest';
import { MAX_CHAT_LENGTH, readMessage } from './wire-messages.ts';

describe('readMessage', () => {
  it.each([
    { type: 'chat', text: 'hello "you" <b>there</b>\n\u{1f44b}' },
    { type: 'media', audio: true, video: false },
    { type: 'media', audio: false, video: true, screen: '6e1bd54c-9f55-4f0c-b3a4-5c2c4b8d7f10' },
  ] as const)('reads %j', (message) => {
    expect(readMessage(message)).toEqual(message);
  });

  it.each([
    '',
    'hello',
    '{"type":"chat","text":"x"}',
    null,
    5,
    [],
    {},
    { type: 'chat' },
    { type: 'chat', text: 5 },
    { type: 'chat', text: '  ' },
    { type: 'media', audio: 1, video: true },
    { type: 'media', audio: true },
    { type: 'other', text: 'x' },
    new TextEncoder().encode('{"type":"chat","text":"x"}'),
  ])('takes nothing from %j', (data) => {
    expect(readMessage(data)).toBeUndefined();
  });

  it.each(['', 'x'.repeat(65), 5, null])('takes %j for no screen', (screen) => {
    const message = { type: 'media', audio: true, video: true };
    expect(readMessage({ ...message, screen })).toEqual(message);
  });

  it('cuts a line that is too long', () => {
    const long = readMessage({ type: 'chat', text: 'x'.repeat(MAX_CHAT_LENGTH + 1) });
    expect(long).toEqual({ type: 'chat', text: 'x'.repeat(MAX_CHAT_LENGTH) });
  });

  it('hands on nothing that was slipped in besides', () => {
    const message: unknown = JSON.parse('{"type":"chat","text":"x","html":"<b>","__proto__":{"a":1}}');
    expect(readMessage(message)).toEqual({ type: 'chat', text: 'x' });
  });
});
