import { SdkError } from '@remotemedia/base';
import { ClusterRequestSchema } from '@remotemedia/protocol/cluster';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { MAX_BUS_BYTES } from '../bus/bus.ts';
import { decode, done, readReply, refused, toNumber } from './frames.ts';

test('a refusal is thrown where it was asked for', () => {
  const refusal = refused(new SdkError('resource-exhausted', 'too much', { retryAfterMs: 20 }));
  expect(() => readReply(refusal)).toThrow(
    expect.objectContaining({ code: 'resource-exhausted', detail: 'too much', retryAfterMs: 20 }),
  );
  expect(() => readReply(refused(new TypeError('a fault')))).toThrow(/internal/);
  expect(readReply(done()).case).toBe('done');
});

test('what is no frame is none, however it looks', () => {
  expect(decode(ClusterRequestSchema, new Uint8Array(MAX_BUS_BYTES + 1))).toBeUndefined();
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
      decode(ClusterRequestSchema, bytes);
      try {
        readReply(bytes);
      } catch (caught) {
        expect(caught).toBeInstanceOf(SdkError);
      }
    }),
  );
});

test('numbers that JavaScript cannot count with are none', () => {
  expect([5n, 0n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n - 1n].map(toNumber)).toEqual([5, 0, 2 ** 53 - 1, 0, 0]);
});
