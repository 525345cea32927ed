import { SdkError } from '@remotemedia/base';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { controlIn } from './control.ts';
import { envelopeFraming } from './envelope.ts';
import { wholeFrame } from './frame.ts';

const bytesOf = (value: unknown) => new TextEncoder().encode(JSON.stringify(value));

describe('envelope framing', () => {
  it.each([
    { kind: 'text', data: 'hello' },
    { kind: 'json', data: { a: [1, null] } },
    { kind: 'json', data: null },
    { kind: 'binary', data: new Uint8Array(20_000).map((_, index) => index) },
  ] as const)('reads what it wrote', (message) => {
    const frame = wholeFrame(envelopeFraming.encode(message, 65_535));
    expect(frame[0]).toBe(0x7b);
    expect(envelopeFraming.decode(frame)).toEqual(message);
  });

  it('writes what Rust peers read', () => {
    const text = (message: Parameters<typeof envelopeFraming.encode>[0]) =>
      new TextDecoder().decode(envelopeFraming.encode(message, 65_535).body as Uint8Array);
    expect(text({ kind: 'text', data: 'x' })).toBe('{"type":"Text","payload":"x"}');
    expect(text({ kind: 'binary', data: Uint8Array.of(255, 0) })).toBe('{"type":"Binary","payload":"/wA="}');
    expect(text({ kind: 'json', data: { action: 'Pause' } })).toBe('{"type":"Json","payload":{"action":"Pause"}}');
  });

  it.each([
    [{ type: 'Json' }],
    [{ type: 'Text', payload: 1 }],
    [{ type: 'Binary', payload: '*' }],
    [{ type: 'Other', payload: '' }],
    [[]],
    [null],
  ])('refuses %o', (value) => {
    expect(() => envelopeFraming.decode(bytesOf(value))).toThrow(SdkError);
  });

  it('refuses tags and buffers, which it cannot express', () => {
    expect(() => envelopeFraming.encode({ kind: 'text', data: 'x', tag: 't' }, 65_535)).toThrow(SdkError);
  });

  it('throws nothing but SdkError at anything', () => {
    fc.assert(
      fc.property(fc.oneof(fc.json().map(bytesOf), fc.uint8Array(), fc.jsonValue().map(bytesOf)), (bytes) => {
        try {
          envelopeFraming.decode(bytes as Uint8Array<ArrayBuffer>);
        } catch (error) {
          expect(error).toBeInstanceOf(SdkError);
        }
      }),
    );
  });
});

describe('controlIn', () => {
  it.each([
    { action: 'Pause' },
    { action: 'Ping', timestamp_ms: 5 },
    { action: 'Pong', ping_timestamp_ms: 5, pong_timestamp_ms: 6 },
    { action: 'Status', state: 'running', active_nodes: ['a'], timestamp_ms: 1 },
    { action: 'Reconfigure', manifest: { version: 'v1' } },
    { action: 'Custom', message_type: 'x', data: [1] },
  ])('knows %o', (data) => {
    expect(controlIn({ kind: 'json', data })).toEqual(data);
  });

  it.each([{ action: 'Explode' }, { action: 'Ping', timestamp_ms: '5' }, { action: 'Status' }, [], 'Pause', null])(
    'takes %o for ordinary JSON',
    (data) => {
      expect(controlIn({ kind: 'json', data } as never)).toBeUndefined();
    },
  );
});
