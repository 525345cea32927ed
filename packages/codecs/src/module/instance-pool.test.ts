import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import type { CodecExports } from './instance.ts';
import { InstancePool } from './instance-pool.ts';

const module = new WebAssembly.Module(readFileSync(new URL('../opus/opus.wasm', import.meta.url)));

interface Exports extends CodecExports {
  readonly bridge_encode_float: unknown;
}

const isExpected = (exports: object): exports is Exports => 'bridge_encode_float' in exports;

test('an instance that is shared is the same for all, until it breaks', () => {
  const pool = new InstancePool(isExpected);
  const one = pool.share(module);
  expect(pool.share(module)).toBe(one);
  const error = one.fail(new WebAssembly.RuntimeError('unreachable'), 'OpusDecoder.decode');
  expect(error.message).toMatch(/\[internal\].*crashed in OpusDecoder\.decode \(unreachable\)/);
  expect(one.broken).toBe(error);
  expect(one.fail(new Error('later'), 'x')).toBe(error);
  expect(pool.share(module)).not.toBe(one);
});

test('an instance that is given back is taken again, two at most', () => {
  const pool = new InstancePool(isExpected);
  const taken = [pool.take(module), pool.take(module), pool.take(module)];
  expect(new Set(taken).size).toBe(3);
  for (const instance of taken) pool.giveBack(instance);
  const again = [pool.take(module), pool.take(module), pool.take(module)];
  expect(again.filter((instance) => taken.includes(instance)).length).toBe(2);
});

test('an instance that is broken or large is not used again', () => {
  const pool = new InstancePool(isExpected);
  const broken = pool.take(module);
  broken.fail(new Error('trap'), 'x');
  pool.giveBack(broken);
  const large = pool.take(module);
  expect(large).not.toBe(broken);
  expect(large.exports.malloc(40 * 1024 * 1024)).toBeGreaterThan(0);
  pool.giveBack(large);
  expect(pool.take(module)).not.toBe(large);
});

test('views follow a heap that grows', () => {
  const instance = new InstancePool(isExpected).take(module);
  const { bytes } = instance;
  instance.exports.malloc(16 * 1024 * 1024);
  expect(bytes.length).toBe(0);
  expect(instance.bytes.length).toBe(instance.heapBytes);
  expect(instance.floats.length * 4).toBe(instance.heapBytes);
  expect(instance.shorts.length * 2).toBe(instance.heapBytes);
  expect(instance.words.length * 4).toBe(instance.heapBytes);
});

test('a module of something else is refused', () => {
  const nothing = new WebAssembly.Module(Uint8Array.of(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0));
  expect(() => new InstancePool(isExpected).take(nothing)).toThrow(/\[invalid-argument\].*not the expected codec/);
});
