import { describe, expect, it } from 'vitest';
import { AudioBlock } from '../../data/audio-block.ts';
import type { JsonValue } from '../../data/json-value.ts';
import type { RuntimeData } from '../../data/runtime-data.ts';
import { calculator } from './calculator.ts';
import { DrivenNode } from './driven-node-contract.ts';
import { flowNodes } from './index.ts';
import { echo, input, output, passThrough } from './pass-through.ts';

describe.each([input, output, passThrough, echo])('$type', (definition) => {
  it('hands on the very items that come', async () => {
    const items: RuntimeData[] = [
      new AudioBlock(48_000, [new Float32Array(128)]),
      { kind: 'json', value: { a: [1, null] } },
      { kind: 'text', text: 'hello', channel: 'ui' },
      { kind: 'binary', data: Uint8Array.of(1, 2) },
    ];
    const node = await DrivenNode.create(definition);
    await node.push(...items);
    const out = node.take();
    expect(out).toHaveLength(items.length);
    for (const [index, item] of items.entries()) expect(out[index]).toBe(item);
  });
});

describe('Calculator', () => {
  async function calculate(value: JsonValue): Promise<JsonValue | undefined> {
    const node = await DrivenNode.create(calculator);
    await node.push({ kind: 'json', value });
    const [item] = node.take();
    return item?.kind === 'json' ? item.value : undefined;
  }

  it.each([
    ['add', 10, 20, 30],
    ['subtract', 10, 20, -10],
    ['multiply', 1.5, -4, -6],
    ['divide', 1, 8, 0.125],
  ])('does %s of %d and %d', async (operation, left, right, result) => {
    const operands = [left, right];
    expect(await calculate({ operation, operands })).toEqual({ result, operation, operands });
  });

  it.each([
    ['another operation', { operation: 'power', operands: [1, 2] }, 'operation must be add'],
    ['one operand', { operation: 'add', operands: [1] }, 'two finite numbers'],
    ['three operands', { operation: 'add', operands: [1, 2, 3] }, 'two finite numbers'],
    ['text for a number', { operation: 'add', operands: [1, '2'] }, 'two finite numbers'],
    ['no operands', { operation: 'add' }, 'two finite numbers'],
    ['a list', [1, 2], 'Calculator takes'],
    ['nothing', null, 'Calculator takes'],
    ['division by zero', { operation: 'divide', operands: [1, 0] }, 'divided by zero'],
  ])('refuses %s', async (_name, value, detail) => {
    await expect(calculate(value)).rejects.toMatchObject({
      code: 'invalid-argument',
      detail: expect.stringContaining(detail),
    });
  });

  it('says when a result is too large', async () => {
    await expect(calculate({ operation: 'multiply', operands: [1e300, 1e300] })).rejects.toMatchObject({
      code: 'out-of-range',
    });
  });
});

it('can all run on the audio thread', () => {
  expect(flowNodes.map(({ isRealtime }) => isRealtime)).toEqual(flowNodes.map(() => true));
});
