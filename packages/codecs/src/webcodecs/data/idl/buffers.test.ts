import { runInNewContext } from 'node:vm';
import { expect, it } from 'vitest';
import { bytesOfSource, isBufferSource } from './buffers.ts';

it('knows buffers of other realms', () => {
  const foreign: unknown = runInNewContext('new Uint8Array([1, 2, 3]).buffer');
  expect(isBufferSource(foreign)).toBe(true);
  expect([...bytesOfSource(foreign, 'data')]).toEqual([1, 2, 3]);
});

it('is not taken in by objects that look like buffers', () => {
  const fake = { byteLength: 3, [Symbol.toStringTag]: 'ArrayBuffer' };
  expect(isBufferSource(fake)).toBe(false);
  expect(() => bytesOfSource(Object.create(ArrayBuffer.prototype), 'data')).toThrow(TypeError);
});
