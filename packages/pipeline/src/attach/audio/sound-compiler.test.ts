import { expect, test } from 'vitest';
import { builtinNodes } from '../../nodes/index.ts';
import { NodeRegistry } from '../../registry/node-registry.ts';
import { SoundCompiler } from './sound-compiler.ts';

const compiler = new SoundCompiler(new NodeRegistry(builtinNodes), 44_100);

test('a manifest that takes any rate gets that of the context', () => {
  const plan = compiler.compile('nodes: [{ id: g, node_type: Gain }]');
  expect(compiler.inputRateOf(plan)).toBeUndefined();
});

test.each([48_000, 16_000, 24_000])('a manifest that counts on %i Hz gets it', (rate) => {
  const plan = compiler.compile(
    `nodes: [{ id: r, node_type: FastResampleNode, params: { source_rate: ${rate}, target_rate: 8000 } }]`,
  );
  expect(compiler.inputRateOf(plan)).toBe(rate);
});

test('other problems are told as they are', () => {
  expect(() => compiler.compile('nodes: [{ id: g, node_type: Gian }]')).toThrow('Gain');
  expect(() => compiler.compile('nodes: [{ id: l, node_type: AudioLevel }]')).toThrow('no audio comes out');
});
